/** What a printer can do, gathered from its profile, from its own answers, and from what a person saw on the test page. */
import type { PrinterSettings } from '../../shared/printing.ts';
import type { PrinterKnown } from '../ports.ts';
import { QR_STORE_LIMIT } from './escpos.ts';
import { type Paper, paperOf } from './layout.ts';
import { GOOD_DOTS } from './qr.ts';

export interface Ability {
  readonly paper: Paper;
  /** Bytes that its own QR maker (GS ( k) is trusted with; 0: it gets rasters alone. */
  readonly nativeQrBytes: number;
  /** The narrowest module that was read off its paper, in dots; narrower ones get a warning. */
  readonly leastDots: number;
}

/** Some clones take no longer data by GS ( k. */
const AUTO_NATIVE_BYTES = 255;

/** @param known null: nothing beyond the profile */
export function abilityOf(printer: PrinterSettings, _known: PrinterKnown | null): Ability {
  const nativeQrBytes = { auto: AUTO_NATIVE_BYTES, native: QR_STORE_LIMIT, raster: 0 }[printer.qr];
  return { paper: paperOf(printer.paper), nativeQrBytes, leastDots: GOOD_DOTS };
}
