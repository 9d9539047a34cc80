/** The driver's side of the owned page: orders for it, and judgement of what came back. */
import type { Page } from 'playwright-core';
import { contract } from '../../shared/contract.ts';
import type { RequestSpec } from '../../shared/define-contract.ts';
import { outcomeOf } from '../../shared/outcome-schema.ts';
import type { Recipe } from './recipes.ts';
import type { Scan } from './scan.ts';

export interface Came {
  readonly recipe: string;
  readonly channel: string;
  readonly answer?: string;
  readonly error?: string;
  readonly late?: true;
}

export interface Flooded {
  readonly counts: Readonly<Record<string, number>>;
  readonly examples: Readonly<Record<string, string>>;
  /** The operations that the answers named, as they stand there. */
  readonly operations: readonly string[];
  readonly sentMs: number;
  readonly ms: number;
}

interface Hostile {
  readonly token: number;
  readonly evils: readonly string[];
  readonly attempts: readonly { readonly name: string; readonly group: string }[];
  run(name: string, given: unknown): Promise<unknown>;
}

export interface Owned {
  readonly page: Page;
  readonly evils: readonly string[];
  readonly attempts: readonly { readonly name: string; readonly group: string }[];
  fire(recipes: readonly Recipe[]): Promise<readonly Came[]>;
  flood(recipes: readonly Recipe[], times: number): Promise<Flooded>;
  attempt(name: string, given: unknown): Promise<{ readonly reached: string | boolean; readonly error?: string }>;
  /** Asks for a file at this address as a module. */
  importFrom(address: string): Promise<void>;
  /** What the page was told unasked since the last time, as text. */
  heard(): Promise<readonly string[]>;
  /** Whether it is still the same page, never replaced by another. */
  same(): Promise<boolean>;
}

function order(page: Page, name: string, given: unknown): Promise<unknown> {
  return page.evaluate(([what, input]) => (globalThis as unknown as { hostile: Hostile }).hostile.run(what, input), [
    name,
    given,
  ] as const);
}

/** Waits for the page and makes it listen to every event of the contract. */
export async function own(page: Page): Promise<Owned> {
  await page.locator('html[data-ready=yes]').waitFor();
  const facts = () =>
    page.evaluate(() => {
      const { token, evils, attempts } = (globalThis as unknown as { hostile: Hostile }).hostile;
      return { token, evils, attempts };
    });
  const first = await facts();
  await order(page, 'listen', Object.keys(contract.events));
  return {
    page,
    evils: first.evils,
    attempts: first.attempts,
    fire: (recipes) => order(page, 'fire', recipes) as Promise<readonly Came[]>,
    flood: (recipes, times) => order(page, 'flood', { recipes, times }) as Promise<Flooded>,
    attempt: (name, given) => order(page, 'attempt', { name, given }) as ReturnType<Owned['attempt']>,
    importFrom: async (address) => void (await order(page, 'address', { address })),
    heard: () => order(page, 'heard', null) as Promise<readonly string[]>,
    same: async () => {
      const now = await page
        .evaluate(() => (globalThis as unknown as { hostile?: Hostile }).hostile?.token)
        .catch(() => undefined); // a page that is gone cannot be asked
      return now === first.token;
    },
  };
}

/** What cannot even be sent is refused within the page, by its own engine or by the preload, and says so in these words. */
const REFUSED_HERE =
  /could not be cloned|^Error: (?:evil getter|no such (?:request|event)|evil)|Maximum call stack|stand-in cannot carry|Invalid array length|Cannot convert|call stack size|reading 'localStorage'|^SecurityError|Blocked a frame|recursion depth/;

/** @returns what is wrong with what came back, null for nothing: an outcome as its schema has it, or a plain refusal */
export function wrongWith(came: Came, scan: Scan): string | null {
  const say = (what: string): string =>
    `${what} of ${came.channel}, asked ${came.recipe.slice(0, 300)}: ${(came.answer ?? came.error ?? '').slice(0, 400)}`;
  if (came.late === true) return say('no answer');
  if (came.answer === undefined) return REFUSED_HERE.test(came.error ?? '') ? null : say('an odd refusal');
  const found = scan.find(came.answer);
  if (found !== null) return say(found);
  const spec = (contract.requests as Readonly<Record<string, RequestSpec>>)[came.channel];
  if (spec === undefined) return say('an answer where there is no channel');
  const { words, outcome } = JSON.parse(came.answer) as {
    readonly words?: { readonly key?: string };
    readonly outcome?: string;
  };
  if (words?.key === 'internal.error') return say(`a bug (${outcome})`);
  return outcomeOf(spec.output).safeParse(JSON.parse(came.answer)).success ? null : say('an answer that is no outcome');
}
