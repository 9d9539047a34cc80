/** node-thermal-printer: one printer object, cleared between slips, as in its README. */
import { load, type Peer, SUCCESS, versionOf } from '../peer.ts';
import { type BenchSlip, COLUMNS, DOTS, type Item } from '../slip.ts';

interface ThermalPrinter {
  clear(): void;
  getBuffer(): Buffer;
  alignCenter(): void;
  alignLeft(): void;
  bold(on: boolean): void;
  setTextQuadArea(): void;
  setTextNormal(): void;
  println(text: string): void;
  newLine(): void;
  drawLine(): void;
  printQR(content: string, settings: { cellSize: number; correction: 'M'; model: 2 }): void;
  printImageBuffer(png: Buffer): Promise<unknown>;
  cut(): void;
  execute(): Promise<unknown>;
}

interface Package {
  readonly ThermalPrinter: new (config: {
    readonly type: string;
    readonly width: number;
    readonly characterSet: string;
    readonly interface?: string;
  }) => ThermalPrinter;
}

const { ThermalPrinter } = load('node-thermal-printer') as Package;
const CONFIG = { type: 'epson', width: COLUMNS, characterSet: 'WPC1252' } as const;
const encoder = new ThermalPrinter(CONFIG);

function text(printer: ThermalPrinter, item: Extract<Item, { kind: 'text' }>): void {
  if (item.center) printer.alignCenter();
  if (item.bold) printer.bold(true);
  if (item.large) printer.setTextQuadArea();
  printer.println(item.text);
  if (item.large) printer.setTextNormal();
  if (item.bold) printer.bold(false);
  if (item.center) printer.alignLeft();
}

async function encode({ items, picture }: BenchSlip, raster: boolean): Promise<Uint8Array> {
  encoder.clear();
  for (const item of items) {
    if (item.kind === 'text') text(encoder, item);
    else if (item.kind === 'rule') encoder.drawLine();
    else if (item.kind === 'feed') for (let line = 0; line < item.lines; line += 1) encoder.newLine();
    else {
      encoder.alignCenter();
      if (raster) await encoder.printImageBuffer(picture.png);
      else encoder.printQR(item.content, { cellSize: DOTS, correction: 'M', model: 2 });
      encoder.alignLeft();
    }
  }
  encoder.cut();
  return encoder.getBuffer();
}

export const peer: Peer = {
  name: 'node-thermal-printer',
  version: versionOf('node-thermal-printer'),
  native: (slip) => encode(slip, false),
  raster: (slip) => encode(slip, true),
  send: async (host, port, lines) => {
    const printer = new ThermalPrinter({ ...CONFIG, interface: `tcp://${host}:${port}` });
    for (const line of lines) printer.println(line);
    printer.cut();
    await printer.execute();
    return SUCCESS;
  },
};
