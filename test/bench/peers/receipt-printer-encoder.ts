/** @point-of-sale/receipt-printer-encoder, sent by @point-of-sale/network-receipt-printer, as in their documents. */
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, load, type Peer, SUCCESS, type Verdict, versionOf } from '../peer.ts';
import { type BenchSlip, COLUMNS, DOTS, type Picture } from '../slip.ts';

interface Encoder {
  initialize(): Encoder;
  codepage(name: 'windows1252'): Encoder;
  align(to: 'center' | 'left'): Encoder;
  bold(on: boolean): Encoder;
  width(factor: number): Encoder;
  height(factor: number): Encoder;
  line(text: string): Encoder;
  newline(lines: number): Encoder;
  rule(): Encoder;
  qrcode(content: string, options: { model: 2; size: number; errorlevel: 'm' }): Encoder;
  image(image: Picture['rgba'], width: number, height: number, algorithm: 'threshold'): Encoder;
  cut(): Encoder;
  encode(): Uint8Array;
}

interface NetworkPrinter {
  addEventListener(name: 'connected' | 'timeout' | 'error', listener: (error?: Error) => void): void;
  connect(): Promise<void>;
  print(data: Uint8Array): Promise<void>;
  disconnect(): Promise<void>;
}

const ReceiptPrinterEncoder = load('@point-of-sale/receipt-printer-encoder') as new (options: {
  readonly language: 'esc-pos';
  readonly columns: number;
  readonly codepageMapping: 'epson';
  readonly imageMode: 'raster';
  readonly feedBeforeCut: number;
}) => Encoder;
const NetworkReceiptPrinter = load('@point-of-sale/network-receipt-printer') as new (options: {
  readonly host: string;
  readonly port: number;
}) => NetworkPrinter;

const encoder = new ReceiptPrinterEncoder({
  language: 'esc-pos',
  columns: COLUMNS,
  codepageMapping: 'epson',
  imageMode: 'raster',
  feedBeforeCut: 3,
});

function encode({ items, picture }: BenchSlip, raster: boolean): Uint8Array {
  encoder.initialize().codepage('windows1252');
  for (const item of items) {
    if (item.kind === 'rule') encoder.rule();
    else if (item.kind === 'feed') encoder.newline(item.lines);
    else if (item.kind === 'text') {
      encoder.align(item.center ? 'center' : 'left');
      if (item.bold) encoder.bold(true);
      if (item.large) encoder.width(2).height(2).line(item.text).width(1).height(1);
      else encoder.line(item.text);
      if (item.bold) encoder.bold(false);
    } else {
      encoder.align('center');
      if (raster) encoder.image(picture.rgba, picture.rgba.width, picture.rgba.height, 'threshold');
      else encoder.qrcode(item.content, { model: 2, size: DOTS, errorlevel: 'm' });
    }
  }
  return encoder.cut().encode();
}

function textJob(lines: readonly string[]): Uint8Array {
  encoder.initialize().codepage('windows1252');
  for (const line of lines) encoder.line(line);
  return encoder.cut().encode();
}

export const peer: Peer = {
  name: 'receipt-printer-encoder',
  version: versionOf('@point-of-sale/receipt-printer-encoder'),
  native: (slip) => encode(slip, false),
  raster: (slip) => encode(slip, true),
  send: (host, port, lines) =>
    new Promise<Verdict>((resolve) => {
      const printer = new NetworkReceiptPrinter({ host, port });
      printer.addEventListener('error', (error) => resolve(failure(error)));
      printer.addEventListener('timeout', () => resolve({ said: 'error', words: 'timeout' }));
      printer.addEventListener('connected', () => {
        // Its error event comes a turn of the loop late; whoever waits that long hears of it.
        printer
          .print(textJob(lines))
          .then(() => sleep(2))
          .then(() => printer.disconnect())
          .then(
            () => resolve(SUCCESS),
            (reason) => resolve(failure(reason)),
          );
      });
      printer.connect().catch((reason) => resolve(failure(reason)));
    }),
};
