/** What is on paper, as data: the same for the printer, the screen and the journal. */
import { jakartaForSlip } from './jakarta-time.ts';

/** One thing on a slip, from top to bottom. */
export type SlipPart =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: 'left' | 'center';
      readonly size: 'normal' | 'large';
      readonly bold: boolean;
      /** white on black, for SANDBOX and COPY marks */
      readonly inverted: boolean;
    }
  | { readonly kind: 'pair'; readonly label: string; readonly value: string }
  /** `dots`: the width of one module, as wide as fits when absent · `drawn`: by whom, whatever the printer's settings */
  | { readonly kind: 'qr'; readonly content: string; readonly dots?: number; readonly drawn?: 'native' | 'raster' }
  | { readonly kind: 'rule' }
  /** `marks`: sent as one line, however wide the paper; one digit for every column when absent. */
  | { readonly kind: 'ruler'; readonly marks?: string }
  /** A line in a character table of its own (ESC t n). */
  | { readonly kind: 'code-page'; readonly table: number; readonly text: string }
  | { readonly kind: 'feed'; readonly lines: number };

export interface Slip {
  readonly title: string;
  readonly parts: readonly SlipPart[];
}

export interface AtmQrSlipFacts {
  readonly store: { readonly name: string; readonly address: string };
  readonly qr: { readonly reference: string; readonly content: string; readonly status: 'ACTIVE' | 'INACTIVE' };
  readonly courier: { readonly no: string; readonly name: string; readonly mobile: string };
  readonly regionNo: string;
  readonly branchNo: string;
  readonly terminalId: string;
  readonly operator: string;
  /** When it is printed, milliseconds since the epoch. */
  readonly at: number;
  /** 0: the original; n: the n-th copy, marked. */
  readonly copy: number;
  readonly sandbox: boolean;
}

/**
 * Text from outside, safe to put on one line of paper: control characters (C0, C1, line and paragraph breaks) become
 * one space, invisible format characters go (but for the joiner inside emoji), white space collapses. A printer's
 * command can never be part of it.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?!\u200d)\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** `081234567345` → `0812*****345`: the first four and last three digits; of a short number the last two alone. */
export function maskMobile(mobile: string): string {
  const clean = cleanText(mobile).replace(/[^0-9+]/g, '');
  const [head, tail] = clean.length >= 10 ? [4, 3] : [0, 2];
  const hidden = Math.max(clean.length - head - tail, 0);
  return clean.slice(0, head) + '*'.repeat(hidden) + clean.slice(head + hidden);
}

type TextPart = Extract<SlipPart, { readonly kind: 'text' }>;
type Style = Partial<Omit<TextPart, 'kind' | 'text'>>;

export function centred(text: string, style: Style = {}): SlipPart {
  return {
    kind: 'text',
    text: cleanText(text),
    align: 'center',
    size: 'normal',
    bold: false,
    inverted: false,
    ...style,
  };
}

export function pair(label: string, value: string): SlipPart {
  const clean = cleanText(value);
  return { kind: 'pair', label, value: clean === '' ? '-' : clean };
}

export const RULE: SlipPart = { kind: 'rule' };

export function feed(lines: number): SlipPart {
  return { kind: 'feed', lines };
}

const SANDBOX_MARK = 'SANDBOX';

export function sandboxMark(sandbox: boolean): readonly SlipPart[] {
  return sandbox ? [centred(SANDBOX_MARK, { bold: true, inverted: true, size: 'large' }), feed(1)] : [];
}

export function storeHead(store: { readonly name: string; readonly address: string }): readonly SlipPart[] {
  const address = cleanText(store.address);
  return [centred(store.name, { bold: true }), ...(address === '' ? [] : [centred(address)])];
}

/**
 * The slip that a courier takes to the ATM.
 * @param facts as the journal and the provider have them; every text is cleaned, the QR's content stays as it is
 */
export function atmQrSlip(facts: AtmQrSlipFacts): Slip {
  const copyMark =
    facts.copy >= 1 ? [centred(`SALINAN / COPY ${facts.copy}`, { bold: true, inverted: true }), feed(1)] : [];
  return {
    title: 'ATM QR',
    parts: [
      ...sandboxMark(facts.sandbox),
      ...storeHead(facts.store),
      RULE,
      centred('ATM QR', { size: 'large', bold: true }),
      feed(1),
      ...copyMark,
      { kind: 'qr', content: facts.qr.content },
      centred(`No. Ref: ${facts.qr.reference}`),
      RULE,
      pair('Kurir', facts.courier.name),
      pair('No. Kurir', facts.courier.no),
      pair('No. HP', maskMobile(facts.courier.mobile)),
      pair('Wilayah', facts.regionNo),
      pair('Cabang', facts.branchNo),
      pair('Status', facts.qr.status),
      RULE,
      pair('Terminal', facts.terminalId),
      pair('Operator', facts.operator),
      pair('Waktu', `${jakartaForSlip(facts.at)} WIB`),
      ...(facts.sandbox ? [feed(1), centred('Uji coba, bukan transaksi')] : []),
    ],
  };
}

export interface SlipMarks {
  /** It is printed again while the first print may be on paper already. */
  readonly duplicate?: boolean;
  /** The printer that should have printed it. */
  readonly backupFrom?: string;
}

/**
 * The same slip with what must be said of this very print at its top, below SANDBOX and above the store.
 * A mark that it bears already is not put there twice, so a slip may be marked again on its way to another printer.
 */
export function withMarks(slip: Slip, marks: SlipMarks): Slip {
  const texts = [
    ...(marks.duplicate === true ? ['MUNGKIN GANDA / POSSIBLE DUPLICATE'] : []),
    ...(marks.backupFrom === undefined ? [] : [`BACKUP FROM ${marks.backupFrom}`]),
  ];
  const has = (mark: SlipPart): boolean =>
    slip.parts.some((part) => part.kind === 'text' && part.inverted && mark.kind === 'text' && part.text === mark.text);
  const missing = texts
    .map((text) => centred(text, { bold: true, inverted: true }))
    .filter((mark) => !has(mark))
    .flatMap((mark) => [mark, feed(1)]);
  const [first] = slip.parts;
  const head = first?.kind === 'text' && first.inverted && first.text === SANDBOX_MARK ? 2 : 0;
  return { ...slip, parts: [...slip.parts.slice(0, head), ...missing, ...slip.parts.slice(head)] };
}
