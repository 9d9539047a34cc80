/** Turns a slip into the bytes of one print job, from the reset to the cut. */
import type { Slip } from '../../shared/slip.ts';
import type { Ability } from './ability.ts';
import { append, appendByte, type ByteWriter, byteWriter, written } from './byte-writer.ts';
import { appendText } from './code-page.ts';
import {
  align,
  automaticStatus,
  bold,
  codePage,
  cut,
  init,
  inverted,
  LINE_FEED,
  leaveKanji,
  nativeQr,
  size,
} from './escpos.ts';
import { type LaidOut, layOut, PLAIN, type Style, type TextLine } from './layout.ts';
import { planQr, type QrPlan, QUIET_ZONE, qrBitmap } from './qr.ts';
import { rasterBands } from './raster.ts';

/** Default line spacing, the smallest found (1/6 inch on Epson, 30 dots on clones). */
const LINE_DOTS = 30;
/** So that the last line is past the tear bar where there is no cutter. */
const TAIL_LINES = 3;
/** Where every job is written, in one go, before it is copied out: room for nearly all of them. */
const DESK = byteWriter(16_384);
const NOTHING = new Uint8Array();

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

const CENTRED: Style = { align: 'center', bold: false, size: 1, inverted: false };

/** A job while it is written. */
interface Job {
  readonly out: ByteWriter;
  readonly ability: Ability;
  /** As the printer is set; `init` leaves it plain. */
  style: Style;
  heightDots: number;
  readonly notes: string[];
}

/** Only what changes is sent. At the start of a line alone, where `align` is heard. */
function setStyle(job: Job, next: Style): void {
  const { out, style } = job;
  if (next === style) return;
  if (next.align !== style.align) append(out, align(next.align));
  if (next.bold !== style.bold) append(out, bold(next.bold));
  if (next.size !== style.size) append(out, size(next.size));
  if (next.inverted !== style.inverted) append(out, inverted(next.inverted));
  job.style = next;
}

function writeLine(job: Job, line: TextLine): void {
  const { out, ability } = job;
  setStyle(job, line.style);
  if (line.page !== null) append(out, codePage(line.page.table));
  const { encoding } = line.page ?? ability.codePage;
  if (line.head !== '') appendText(out, line.head, encoding);
  appendText(out, line.text, encoding);
  if (line.page !== null) append(out, codePage(ability.codePage.table));
  appendByte(out, LINE_FEED);
  job.heightDots += LINE_DOTS * line.style.size * line.rows;
}

/** Style of a text line must not reach into it. */
function writeFeed(job: Job, lines: number): void {
  setStyle(job, PLAIN);
  appendByte(job.out, LINE_FEED, lines);
  job.heightDots += lines * LINE_DOTS;
}

function writeRasterQr(job: Job, { matrix, dots }: Extract<QrPlan, { kind: 'raster' }>): void {
  const bitmap = qrBitmap(matrix, dots, job.ability.paper.dots);
  setStyle(job, CENTRED);
  append(job.out, rasterBands(bitmap, dots / bitmap.scale));
  setStyle(job, PLAIN);
  job.heightDots += bitmap.rows * bitmap.scale;
}

function writeNativeQr(job: Job, { data, dots, level, modules }: Extract<QrPlan, { kind: 'native' }>): void {
  const quietLines = Math.ceil((QUIET_ZONE * dots) / LINE_DOTS);
  writeFeed(job, quietLines);
  setStyle(job, CENTRED);
  append(job.out, nativeQr(data, dots, level));
  // Back to the left only after the feed: where a printer knows no QRs, letters of the command may stand on the line.
  appendByte(job.out, LINE_FEED, quietLines);
  setStyle(job, PLAIN);
  job.heightDots += modules * dots + quietLines * LINE_DOTS;
}

/** @returns why it cannot be put on paper; null: it is written, or left out with a note */
function writeQr(job: Job, item: Extract<LaidOut, { kind: 'qr' }>): string | null {
  const { ability, notes } = job;
  const { nativeQrBytes, raster, leastDots, paper } = ability;
  const limits = { nativeQrBytes, raster, leastDots, paperDots: paper.dots };
  const plan = planQr(item.content, limits, item);
  if (plan.kind === 'refused') {
    // What is only there to be tried must not keep the rest of a test page from being printed.
    if (item.drawn === null) return plan.detail;
    notes.push(`QR left out: ${plan.detail}`);
    return null;
  }
  // What is asked for by its width is there to be tried.
  if (plan.tight && item.dots === null)
    notes.push(`QR modules of ${plan.dots} dots on ${ability.paper.columns} columns`);
  if (plan.kind === 'raster') writeRasterQr(job, plan);
  else writeNativeQr(job, plan);
  return null;
}

/** @returns as `writeQr` */
function write(job: Job, item: LaidOut): string | null {
  if (item.kind === 'qr') return writeQr(job, item);
  if (item.kind === 'line') writeLine(job, item);
  else writeFeed(job, item.lines);
  return null;
}

/**
 * @param slip may come from the journal: its texts are cleaned again here
 * @returns the whole job; `too-long` when a QR of it cannot be put on this paper readably
 */
export function encodeSlip(slip: Slip, ability: Ability): EncodedSlip {
  const out = DESK;
  out.length = 0;
  const job: Job = { out, ability, style: PLAIN, heightDots: 0, notes: [] };
  append(out, init());
  if (ability.automaticStatus) append(out, automaticStatus(true));
  append(out, leaveKanji());
  append(out, codePage(ability.codePage.table));
  for (const item of layOut(slip, ability.paper, ability.codePage)) {
    const refused = write(job, item);
    if (refused !== null) return { ok: false, trouble: 'too-long', detail: refused };
  }
  writeFeed(job, TAIL_LINES);
  append(out, cut());
  const after = ability.automaticStatus ? automaticStatus(false) : NOTHING;
  return { ok: true, bytes: written(out), after, heightDots: job.heightDots, notes: job.notes };
}
