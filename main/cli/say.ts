/** How the command line tells an outcome: one JSON object, or lines that a supervisor can read. */
import type { About, Outcome, OutcomeName, Words } from '../../shared/outcome.ts';

export type Language = 'id' | 'en';

/** Exit status by outcome: stable, scripts rely on it. 6 is "done, but the paper is not confirmed". */
const EXIT: Readonly<Record<OutcomeName, number>> = {
  ok: 0,
  invalid: 2,
  refused: 3,
  unknown: 4,
  unavailable: 5,
  'not-sent': 7,
};
const PAPER_NOT_CONFIRMED = 6;

const TITLES: Readonly<Record<OutcomeName, Readonly<Record<Language, string>>>> = {
  ok: { id: 'OK', en: 'OK' },
  refused: { id: 'DITOLAK', en: 'REFUSED' },
  invalid: { id: 'ISIAN SALAH', en: 'INVALID' },
  'not-sent': { id: 'TIDAK TERKIRIM', en: 'NOT SENT' },
  unknown: { id: 'BELUM PASTI', en: 'NOT CERTAIN' },
  unavailable: { id: 'TIDAK TERSEDIA', en: 'UNAVAILABLE' },
};

const COLOURS: Readonly<Record<OutcomeName, number>> = {
  ok: 32,
  refused: 31,
  invalid: 31,
  'not-sent': 33,
  unknown: 35,
  unavailable: 33,
};

export interface Voice {
  readonly json: boolean;
  readonly language: Language;
  readonly colour: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The proof that a result carries, where something was to be printed. */
function proofIn(data: unknown): unknown {
  if (!isRecord(data)) return undefined;
  return isRecord(data.print) ? data.print.proof : data.proof;
}

export function exitStatus(outcome: Outcome<unknown>): number {
  if (outcome.outcome !== 'ok') return EXIT[outcome.outcome];
  const proof = proofIn(outcome.data);
  return proof === undefined || proof === 'printed' ? EXIT.ok : PAPER_NOT_CONFIRMED;
}

export function textOf(words: Words, language: Language): string {
  const next = words.next?.[language];
  return next === undefined ? words[language] : `${words[language]} ${next}`;
}

function dataOf(outcome: Outcome<unknown>, language: Language): unknown {
  if (outcome.outcome === 'ok') return outcome.data;
  const about = outcome.about ?? {};
  if (outcome.outcome !== 'invalid') return about;
  const fields = outcome.fields.map((field) => ({ path: field.path, message: field.words[language] }));
  return { ...about, fields };
}

/** @param data instead of the outcome's own */
export function toJson(action: string, outcome: Outcome<unknown>, language: Language, data?: unknown): string {
  return JSON.stringify({
    outcome: outcome.outcome,
    code: outcome.code,
    message: textOf(outcome.words, language),
    action,
    operationId: outcome.operationId,
    data: data ?? dataOf(outcome, language),
  });
}

export function paint(voice: Voice, colour: number, text: string): string {
  return voice.colour ? `\u001b[${colour}m${text}\u001b[0m` : text;
}

/** Nothing from outside may move the cursor or colour the screen of whoever reads it. */
export function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '·');
}

/** Prints the outcome; `details` are the lines below it for a person. */
export function tell(
  voice: Voice,
  action: string,
  outcome: Outcome<unknown>,
  details: readonly string[],
  data?: unknown,
): void {
  const { language } = voice;
  if (voice.json) {
    voice.out(`${toJson(action, outcome, language, data)}\n`);
    return;
  }
  const title = paint(voice, COLOURS[outcome.outcome], TITLES[outcome.outcome][language]);
  const code = outcome.code === null ? '' : ` [${outcome.code}]`;
  const lines = [`${title}${code}  ${safe(outcome.words[language])}`];
  if (outcome.outcome === 'invalid') {
    for (const field of outcome.fields) lines.push(`  ${field.path}: ${safe(field.words[language])}`);
  }
  lines.push(...details);
  if (outcome.outcome !== 'ok') {
    lines.push(...pairs(aboutRows(outcome.about ?? {}, language)));
  }
  const next = outcome.words.next?.[language];
  if (next !== undefined) lines.push(`→ ${safe(next)}`);
  voice.out(`${lines.join('\n')}\n`);
}

/** What an outcome that is not ok tells besides its words, where a person can use it; the rest is for the JSON. */
const ABOUT_LABELS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  reference: { id: 'No. referensi', en: 'Reference' },
  terminalId: { id: 'Terminal', en: 'Terminal' },
  billNumber: { id: 'Bill number', en: 'Bill number' },
  jobId: { id: 'Cetakan', en: 'Print job' },
  detail: { id: 'Rincian', en: 'Detail' },
  folder: { id: 'Folder', en: 'Folder' },
  problems: { id: 'Rincian', en: 'Detail' },
};

function aboutRows(about: About, language: Language): (readonly [string, string])[] {
  return Object.entries(about).flatMap(([key, value]) => {
    const label = ABOUT_LABELS[key]?.[language];
    return label === undefined || value === null ? [] : [[label, String(value)] as const];
  });
}

/** Two columns, the first as wide as its longest label. */
export function pairs(rows: readonly (readonly [string, string | number | null])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${safe(String(value ?? '–'))}`);
}

/** A table with a header; columns as wide as their longest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => safe(cell).padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(header), ...rows.map(line)];
}
