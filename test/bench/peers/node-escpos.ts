/** @node-escpos/core with its network adapter: open, print, cut().close(), as in its documents. */
import { collector, failure, load, type Peer, SUCCESS, type Verdict, versionOf } from '../peer.ts';
import { type BenchSlip, DOTS } from '../slip.ts';

interface Adapter {
  open(callback: (error: Error | null) => void): unknown;
  write(data: Buffer, callback: (error: Error | null) => void): unknown;
  close(callback: (error: Error | null) => void): unknown;
}

interface Printer {
  font(family: 'a'): Printer;
  align(to: 'ct' | 'lt'): Printer;
  style(style: 'b' | 'normal'): Printer;
  size(width: number, height: number): Printer;
  text(line: string): Printer;
  drawLine(): Printer;
  feed(lines: number): Printer;
  qrcode(content: string, version: undefined, level: 'm', size: number): Printer;
  qrimage(content: string, options: { type: 'png'; mode: 'dhdw'; size: number; ec_level: 'M' }): Promise<Printer>;
  cut(): Printer;
  flush(): Promise<unknown>;
  close(): Promise<unknown>;
}

const { Printer } = load('@node-escpos/core') as {
  readonly Printer: new (adapter: Adapter, options: { readonly encoding: string }) => Printer;
};
const Network = load('@node-escpos/network-adapter') as new (host: string, port: number) => Adapter;
const OPTIONS = { encoding: 'windows-1252' };

async function encode({ items }: BenchSlip, raster: boolean): Promise<Uint8Array> {
  const sink = collector();
  const adapter: Adapter = {
    open: (callback) => callback(null),
    write: (data, callback) => {
      sink.write(data);
      callback(null);
    },
    close: (callback) => callback(null),
  };
  const printer = new Printer(adapter, OPTIONS);
  printer.font('a').size(1, 1).style('normal');
  for (const item of items) {
    if (item.kind === 'rule') printer.drawLine();
    else if (item.kind === 'feed') printer.feed(item.lines);
    else if (item.kind === 'text') {
      printer.align(item.center ? 'ct' : 'lt').style(item.bold ? 'b' : 'normal');
      if (item.large) printer.size(2, 2).text(item.text).size(1, 1);
      else printer.text(item.text);
    } else {
      printer.align('ct');
      // In mode dhdw the printer doubles every dot.
      if (raster) await printer.qrimage(item.content, { type: 'png', mode: 'dhdw', size: DOTS / 2, ec_level: 'M' });
      else printer.qrcode(item.content, undefined, 'm', DOTS);
    }
  }
  await printer.cut().flush();
  return sink.bytes();
}

export const peer: Peer = {
  name: '@node-escpos/core',
  version: versionOf('@node-escpos/core'),
  native: (slip) => encode(slip, false),
  raster: (slip) => encode(slip, true),
  send: (host, port, lines) =>
    new Promise<Verdict>((resolve) => {
      const device = new Network(host, port);
      device.open((error) => {
        if (error !== null) return resolve(failure(error));
        const printer = new Printer(device, OPTIONS);
        for (const line of lines) printer.text(line);
        printer
          .cut()
          .close()
          .then(
            () => resolve(SUCCESS),
            (reason) => resolve(failure(reason)),
          );
      });
    }),
};
