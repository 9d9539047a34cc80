/** The USB printers that Linux's own driver (usblp) has, as the kernel lists them. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ListedUsb {
  /** `lp0`, `lp1` …: in the order in which they were plugged in. */
  readonly name: string;
  /** The device to open. */
  readonly path: string;
  /** null: unplugged while it was looked at. */
  readonly vendorId: number | null;
  readonly productId: number | null;
  /** Maker and product, where it says them. */
  readonly model: string | null;
}

const USB_LIST = '/sys/class/usbmisc';

async function readLine(folder: string, file: string): Promise<string | null> {
  return readFile(join(folder, file), 'utf8').then(
    (text) => text.trim(),
    () => null, // not every device says it
  );
}

function usbId(text: string | null | undefined): number | null {
  return typeof text === 'string' && /^[0-9a-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : null;
}

async function listed(entry: string, name: string): Promise<ListedUsb> {
  const device = await realpath(join(entry, 'device')).then(dirname, () => entry); // unplugged while it was looked at
  const [vendor, product, maker, model] = await Promise.all(
    ['idVendor', 'idProduct', 'manufacturer', 'product'].map((file) => readLine(device, file)),
  );
  return {
    name,
    path: `/dev/usb/${name}`,
    vendorId: usbId(vendor),
    productId: usbId(product),
    model: [maker, model].filter(Boolean).join(' ') || null,
  };
}

/** @param root where the kernel lists them; a missing folder is a machine without any */
export async function listUsb(root = USB_LIST): Promise<readonly ListedUsb[]> {
  const names = (await readdir(root).catch(() => [])).filter((name) => /^lp\d+$/.test(name)).sort();
  return Promise.all(names.map((name) => listed(join(root, name), name)));
}
