/**
 * What is publicly known of printers by the name that they answer to GS I 67.
 * Data: resources/printers/models.json, from escpos-printer-db (receipt-print-hq), CC BY 4.0; see the README beside it.
 */
import data from '../../resources/printers/models.json' with { type: 'json' };
import type { CodePage, Encoding } from './code-page.ts';
import { DOTS_A_COLUMN, type Paper } from './layout.ts';

export interface ModelFacts {
  readonly vendor: string;
  readonly name: string;
  /** It draws QRs itself (GS ( k). */
  readonly nativeQr: boolean;
  /** It takes rasters (GS v 0). */
  readonly raster: boolean;
  /** The widest that it prints; null: not stated, or stated so that columns and dots contradict each other. */
  readonly paper: Paper | null;
  /** The table with the most letters of our languages; null: not known. */
  readonly codePage: CodePage | null;
}

interface Entry {
  readonly profile: string;
  readonly name: string;
  readonly vendor: string;
  readonly nativeQr: boolean;
  readonly raster: boolean;
  readonly columns: number | null;
  readonly dots: number | null;
  readonly tables: Readonly<Partial<Record<Encoding, number>>>;
}

/**
 * The source gives these QRs by inheritance from its default profile. Epson's programming guide does not list them
 * under GS ( k, and a TM-T88III was seen to print the command's letters instead (the source's own issue 64).
 */
const WITHOUT_QR: readonly string[] = ['TM-T88II', 'TM-T88III'];

/** The source counts the tables of Star's own command for these, not those of ESC t in their ESC/POS emulation. */
const OTHER_COMMAND = 'Star Micronics';

/** Most letters first. */
const PREFERRED: readonly Encoding[] = ['windows1252', 'cp858', 'cp850', 'cp437'];

/** Shorter names are too likely another vendor's, too. */
const LEAST_KEY = 4;

/** Spelling that vendors are not consistent in: `POS-5890`, `POS5890`. */
function keyOf(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9+]/g, '');
}

/** The words that the source adds to a model's name. */
function keysOf(entry: Entry): readonly string[] {
  const bare = entry.name.replace(/\(.*\)|\bSeries\b|\bThermal Receipt Printer\b|^Star\b/g, '');
  const names = [entry.profile, ...bare.split('/')];
  return [...new Set(names.map(keyOf))].filter((key) => key.length >= LEAST_KEY);
}

function paperIn({ columns, dots }: Entry): Paper | null {
  if (columns === null || dots === null || Math.floor(dots / DOTS_A_COLUMN) !== columns) return null;
  return { columns, dots };
}

function codePageIn({ vendor, tables }: Entry): CodePage | null {
  if (vendor === OTHER_COMMAND) return null;
  const encoding = PREFERRED.find((one) => tables[one] !== undefined);
  const table = encoding === undefined ? undefined : tables[encoding];
  return encoding === undefined || table === undefined ? null : { table, encoding };
}

/** Whether profiles that share a name say the same; those that say nothing are not asked. */
function agreed<T>(values: readonly (T | null)[]): T | null {
  const said = values.filter((value) => value !== null);
  const texts = new Set(said.map((value) => JSON.stringify(value)));
  return texts.size === 1 ? (said[0] ?? null) : null;
}

function factsOf(entries: readonly Entry[]): ModelFacts | null {
  const [first] = entries;
  if (first === undefined) return null;
  return {
    vendor: first.vendor,
    name: first.name,
    nativeQr: entries.every((entry) => entry.nativeQr && !WITHOUT_QR.includes(entry.profile)),
    raster: entries.every((entry) => entry.raster),
    paper: agreed(entries.map(paperIn)),
    codePage: agreed(entries.map(codePageIn)),
  };
}

const ENTRIES: readonly Entry[] = data.models;
const BY_KEY = Map.groupBy(
  ENTRIES.flatMap((entry) => keysOf(entry).map((key) => ({ key, entry }))),
  ({ key }) => key,
);

/** `TM-T20II-042 EU` → itself, `TM-T20II-042`, `TM-T20II`, `TM`: never in the middle of a word, V is not VI. */
function namesOf(model: string): readonly string[] {
  const ends = [...model.matchAll(/[\s(/_-]+/g)].map((gap) => gap.index);
  return [model, ...ends.toReversed().map((end) => model.slice(0, end))];
}

/**
 * @param model what the printer answered to GS I 67
 * @returns null for one that the data does not name, or names by a longer word
 */
export function modelFacts(model: string): ModelFacts | null {
  for (const name of namesOf(model.trim())) {
    const entries = BY_KEY.get(keyOf(name));
    if (entries !== undefined) return factsOf(entries.map(({ entry }) => entry));
  }
  return null;
}
