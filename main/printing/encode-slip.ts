/** Turns a slip into the bytes of one print job, from the reset to the cut. */
import type { Slip } from '../../shared/slip.ts';
import type { Ability } from './ability.ts';
import { type CodePage, codePageBytes } from './code-page.ts';
import {
  align,
  automaticStatus,
  bold,
  codePage,
  concat,
  cut,
  feed,
  init,
  inverted,
  leaveKanji,
  lineFeed,
  nativeQr,
  size,
} from './escpos.ts';
import { type LaidOut, layOut, type TextLine } from './layout.ts';
import { planQr, QUIET_ZONE, qrBitmap } from './qr.ts';
import { rasterBands } from './raster.ts';

/** Default line spacing, the smallest found (1/6 inch on Epson, 30 dots on clones). */
const LINE_DOTS = 30;
/** So that the last line is past the tear bar where there is no cutter. */
const TAIL_LINES = 3;

export type EncodedSlip =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      /** What follows the job and the questions for its proof: leaves the printer as it was. */
      readonly after: Uint8Array;
      /** Paper that it takes, in dots (8 a millimetre); the way to the cutter not counted. */
      readonly heightDots: number;
      /** What a technician should know of it, for the log. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly trouble: 'too-long'; readonly detail: string };

interface Piece {
  readonly bytes: Uint8Array;
  readonly dots: number;
  readonly note?: string;
}

function linePiece(line: TextLine, usual: CodePage): Piece {
  const styled = [align(line.align), bold(line.bold), size(line.size), inverted(line.inverted)];
  const own = line.page ?? usual;
  const text = codePageBytes(line.text, own.encoding);
  const said = line.page === null ? [text] : [codePage(own.table), text, codePage(usual.table)];
  return { bytes: concat([...styled, ...said, lineFeed()]), dots: LINE_DOTS * line.size * line.rows };
}

/** Style of a text line must not reach into what follows it. */
const PLAIN = concat([bold(false), size(1), inverted(false)]);

function qrPiece(item: Extract<LaidOut, { kind: 'qr' }>, ability: Ability): Piece | { readonly refused: string } {
  const plan = planQr(item.content, { ...ability, paperDots: ability.paper.dots }, item);
  if (plan.kind === 'refused') {
    // What is only there to be tried must not keep the rest of a test page from being printed.
    if (item.drawn !== null) return { bytes: new Uint8Array(), dots: 0, note: `QR left out: ${plan.detail}` };
    return { refused: plan.detail };
  }
  // What is asked for by its width is there to be tried.
  const warn = plan.tight && item.dots === null;
  const note = warn ? { note: `QR modules of ${plan.dots} dots on ${ability.paper.columns} columns` } : {};
  const side = plan.modules * plan.dots;
  if (plan.kind === 'raster') {
    const bitmap = qrBitmap(plan.matrix, plan.dots, ability.paper.dots);
    const drawn = rasterBands(bitmap, plan.dots / bitmap.scale);
    return { bytes: concat([PLAIN, align('center'), drawn, align('left')]), dots: bitmap.rows * bitmap.scale, ...note };
  }
  const quietLines = Math.ceil((QUIET_ZONE * plan.dots) / LINE_DOTS);
  const quiet = feed(quietLines);
  const drawn = nativeQr(plan.data, plan.dots, plan.level);
  return {
    // Back to the left only after the feed: where a printer knows no QRs, letters of the command may stand on the line.
    bytes: concat([PLAIN, quiet, align('center'), drawn, quiet, align('left')]),
    dots: side + 2 * quietLines * LINE_DOTS,
    ...note,
  };
}

function pieceOf(item: LaidOut, ability: Ability): Piece | { readonly refused: string } {
  switch (item.kind) {
    case 'line':
      return linePiece(item, ability.codePage);
    case 'feed':
      return { bytes: concat([PLAIN, feed(item.lines)]), dots: item.lines * LINE_DOTS };
    case 'qr':
      return qrPiece(item, ability);
  }
}

/**
 * @param slip may come from the journal: its texts are cleaned again here
 * @returns the whole job; `too-long` when a QR of it cannot be put on this paper readably
 */
export function encodeSlip(slip: Slip, ability: Ability): EncodedSlip {
  const status = ability.automaticStatus ? [automaticStatus(true)] : [];
  const parts = [init(), ...status, leaveKanji(), codePage(ability.codePage.table)];
  const notes: string[] = [];
  let heightDots = 0;
  for (const item of layOut(slip, ability.paper, ability.codePage)) {
    const piece = pieceOf(item, ability);
    if ('refused' in piece) return { ok: false, trouble: 'too-long', detail: piece.refused };
    parts.push(piece.bytes);
    heightDots += piece.dots;
    if (piece.note !== undefined) notes.push(piece.note);
  }
  parts.push(PLAIN, align('left'), feed(TAIL_LINES), cut());
  const after = ability.automaticStatus ? automaticStatus(false) : new Uint8Array();
  return { ok: true, bytes: concat(parts), after, heightDots: heightDots + TAIL_LINES * LINE_DOTS, notes };
}
