/** receiptline: receipt markdown to bytes; it draws every QR itself, as a raster. */
import { load, type Peer, versionOf } from '../peer.ts';
import { type BenchSlip, COLUMNS, DOTS, type Item } from '../slip.ts';

const { transform } = load('receiptline') as {
  readonly transform: (
    document: string,
    printer: { readonly cpl: number; readonly encoding: 'cp1252'; readonly command: 'generic' },
  ) => string;
};

/** One line of its markdown. */
function lineOf(item: Item): string {
  switch (item.kind) {
    case 'rule':
      return '-';
    case 'feed':
      return '\n'.repeat(item.lines - 1);
    case 'qr':
      return `{code:${item.content};option:qrcode,${DOTS},m}`;
    case 'text': {
      const sized = (item.large ? '^^^' : '') + (item.bold ? '"' : '') + item.text;
      return item.center ? sized : `|${sized}`;
    }
  }
}

function documentOf({ items }: BenchSlip): string {
  return `${items.map(lineOf).join('\n')}\n=\n`;
}

export const peer: Peer = {
  name: 'receiptline',
  version: versionOf('receiptline'),
  raster: (slip) =>
    Buffer.from(transform(documentOf(slip), { cpl: COLUMNS, encoding: 'cp1252', command: 'generic' }), 'latin1'),
};
