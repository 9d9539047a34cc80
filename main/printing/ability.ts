/** What a printer can do, gathered from its profile, from its own answers, and from what a person saw on the test page. */
import type { PrinterSettings } from '../../shared/printing.ts';
import type { PrinterKnown } from '../ports/printing.ts';
import { type CodePage, codePageOf, WPC1252 } from './code-page.ts';
import { QR_STORE_LIMIT } from './escpos.ts';
import { type Paper, paperOf, paperOfColumns } from './layout.ts';
import { type ModelFacts, modelFacts } from './models.ts';
import { GOOD_DOTS } from './qr.ts';

export interface Ability {
  readonly paper: Paper;
  /** Bytes that its own QR maker (GS ( k) is trusted with; 0: it gets rasters alone. */
  readonly nativeQrBytes: number;
  /** It takes rasters (GS v 0); false only where its model is known not to. */
  readonly raster: boolean;
  /** The narrowest module that was read off its paper, in dots; narrower ones get a warning. */
  readonly leastDots: number;
  readonly codePage: CodePage;
  /** It knows the commands of Epson's family: a clone that does not might print their parameters. */
  readonly automaticStatus: boolean;
}

/** Some clones take no longer data by GS ( k: all that a QR seen on the test page proves. */
const LEARNED_NATIVE_BYTES = 255;

function nativeQrBytes(printer: PrinterSettings, known: PrinterKnown | null, model: ModelFacts | null): number {
  if (printer.qr !== 'auto') return printer.qr === 'native' ? QR_STORE_LIMIT : 0;
  // Somebody looked at the paper and it was not there: neither an answer nor a data sheet weighs more.
  if (known?.learned?.nativeQr === false) return 0;
  const says = known?.asked?.nativeQr ?? model?.nativeQr ?? null;
  if (says !== null) return says ? QR_STORE_LIMIT : 0;
  return known?.learned?.nativeQr === true ? LEARNED_NATIVE_BYTES : 0;
}

/** What a person read off the ruler; else the profile's paper, but no wider than the model's head. */
function paperFor(printer: PrinterSettings, known: PrinterKnown | null, model: ModelFacts | null): Paper {
  const columns = known?.learned?.columns ?? null;
  if (columns !== null) return paperOfColumns(columns);
  const paper = paperOf(printer.paper);
  const head = model?.paper ?? null;
  return head !== null && head.dots < paper.dots ? head : paper;
}

/**
 * @param known null: nothing beyond the profile; its address must be the printer's present one
 * @returns a QR is drawn by the printer only where something says that it can; rasters work nearly everywhere
 */
export function abilityOf(printer: PrinterSettings, known: PrinterKnown | null): Ability {
  const name = known?.asked?.model ?? null;
  const model = name === null ? null : modelFacts(name);
  const learned = known?.learned ?? null;
  const table = learned?.codePage ?? null;
  return {
    paper: paperFor(printer, known, model),
    nativeQrBytes: nativeQrBytes(printer, known, model),
    raster: model?.raster ?? true,
    leastDots: learned?.leastDots ?? GOOD_DOTS,
    codePage: (table === null ? null : codePageOf(table)) ?? model?.codePage ?? WPC1252,
    automaticStatus: name !== null,
  };
}
