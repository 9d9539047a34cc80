/** escpos with escpos-network: open, print, cut, close, as in its README. */
import { collector, failure, load, type Peer, SUCCESS, type Verdict, versionOf } from '../peer.ts';
import { type BenchSlip, DOTS } from '../slip.ts';

type Callback = (error?: Error | null) => void;

interface Adapter {
  open(callback: Callback): unknown;
  write(data: Buffer, callback?: Callback): unknown;
  close(callback?: Callback): unknown;
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
  qrimage(
    content: string,
    options: { type: 'png'; mode: 'dhdw'; size: number; ec_level: 'M' },
    callback: Callback,
  ): Printer;
  cut(): Printer;
  flush(callback: Callback): Printer;
  close(callback: Callback): Printer;
}

const { Printer } = load('escpos') as {
  readonly Printer: new (adapter: Adapter, options: { readonly encoding: string }) => Printer;
};
const Network = load('escpos-network') as new (host: string, port: number) => Adapter;
const OPTIONS = { encoding: 'windows-1252' };

function qrimage(printer: Printer, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // In mode dhdw the printer doubles every dot.
    const options = { type: 'png', mode: 'dhdw', size: DOTS / 2, ec_level: 'M' } as const;
    printer.qrimage(content, options, (error) => (error ? reject(error) : resolve()));
  });
}

async function encode({ items }: BenchSlip, raster: boolean): Promise<Uint8Array> {
  const sink = collector();
  const adapter: Adapter = {
    open: (callback) => callback(),
    write: (data, callback) => {
      sink.write(data);
      callback?.();
    },
    close: (callback) => callback?.(),
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
      if (raster) await qrimage(printer, item.content);
      else printer.qrcode(item.content, undefined, 'm', DOTS);
    }
  }
  await new Promise<void>((resolve) => printer.cut().flush(() => resolve()));
  return sink.bytes();
}

export const peer: Peer = {
  name: 'escpos',
  version: versionOf('escpos'),
  native: (slip) => encode(slip, false),
  raster: (slip) => encode(slip, true),
  send: (host, port, lines) =>
    new Promise<Verdict>((resolve) => {
      const device = new Network(host, port);
      device.open((error) => {
        if (error) return resolve(failure(error));
        const printer = new Printer(device, OPTIONS);
        for (const line of lines) printer.text(line);
        printer.cut().close((closing) => resolve(closing ? failure(closing) : SUCCESS));
      });
    }),
};
