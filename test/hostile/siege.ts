/** A till with an attacker in its window: what the specs ask of it, and all that the page was ever told. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { contract } from '../../shared/contract.ts';
import type { Contract } from '../../shared/define-contract.ts';
import { type Came, type Owned, own, wrongWith } from './owned.ts';
import type { Known, Node, Recipe } from './recipes.ts';
import { openWorld, type World } from './world.ts';

export type Fields = Readonly<Record<string, string | boolean>>;

/** The recipe of a plain input. */
export function plainly(fields: Fields): Node {
  return { k: 'obj', e: Object.entries(fields).map(([key, v]) => [key, { k: 'lit', v }]) };
}

export interface Siege {
  readonly world: World;
  /** Words that mean something at this till. */
  readonly known: Known;
  /** All that the page was told, as text. */
  readonly told: readonly string[];
  /** The page as it is now: another one after each coming back. */
  owned(): Owned;
  /** Keeps what the page was told by another way than `ask` and `judged`. */
  hears(...texts: readonly string[]): void;
  /** One request with a plain input; @returns its answer, and throws where there is none */
  ask(channel: string, fields?: Fields): Promise<Record<string, unknown>>;
  /** The cashier's own question, which must be answered whatever else goes on. */
  honest(): Promise<void>;
  /** Fires and expects of each answer that it is an outcome, or a plain refusal, that gives nothing away. */
  judged(recipes: readonly Recipe[]): Promise<readonly Came[]>;
  /** Loads the page anew. What the page itself asked for before may still count as its own wish, and be refused once more. */
  comeBack(address: string): Promise<void>;
}

/** A till in earnest with a registered terminal and one QR, so that there is something to be reached. */
export async function laySiege(): Promise<Siege> {
  const world = await openWorld();
  let owned = await own(world.till.page);
  const told: string[] = [];
  const known: Record<string, string[]> = {};

  async function ask(c: string, fields: Fields = {}): Promise<Record<string, unknown>> {
    const [came] = await owned.fire([{ c, v: plainly(fields) }]);
    if (came?.answer === undefined) throw new Error(`no answer to ${c}: ${JSON.stringify(came)}`);
    told.push(came.answer);
    return JSON.parse(came.answer) as Record<string, unknown>;
  }

  expect(await ask('profile.provision', { path: world.profileFile })).toMatchObject({ outcome: 'ok' });
  expect(await ask('terminal.register')).toMatchObject({ outcome: 'ok' });
  const courier = { courierNo: 'K-1', courierName: 'Kurir Jujur', courierMobile: '081200000345', print: true };
  const made = (await ask('qr.generate', courier)) as {
    operationId: string;
    data: { reference: string; qrContent: string };
  };
  known.reference = [made.data.reference];
  known.id = [made.operationId];
  known.search = ['Kurir', 'K-1'];
  known.printer = ['kasir'];
  known.billNumber = [made.data.reference, '99887766'];
  known.scanned = [made.data.qrContent, made.data.reference];
  known.content = [made.data.qrContent];
  known.courierMobile = ['081200000345'];
  const looked = (await ask('support.look')) as { data: { seen: string } };
  known.seen = [looked.data.seen];

  return {
    world,
    known,
    told,
    ask,
    owned: () => owned,
    hears: (...texts) => void told.push(...texts),
    honest: async () => {
      expect(await ask('app.snapshot')).toMatchObject({
        outcome: 'ok',
        data: { profile: { store: { name: 'Toko Contoh' } } },
      });
    },
    judged: async (recipes) => {
      const answers = await owned.fire(recipes);
      told.push(...answers.map(({ answer }) => answer ?? ''));
      expect(answers.map((came) => wrongWith(came, world.scan)).filter((wrong) => wrong !== null)).toEqual([]);
      expect(answers).toHaveLength(recipes.length);
      return answers;
    },
    comeBack: async (address) => {
      const { page } = world.till;
      for (let left = 5; ; left -= 1) {
        try {
          await page.goto(address);
          break;
        } catch (error) {
          if (left === 0) throw error;
        }
      }
      owned = await own(page);
    },
  };
}

/** Whether the channel takes this input. */
export function fits(channel: string, input: unknown): boolean {
  const { requests }: Contract = contract;
  return requests[channel]?.input.safeParse(input).success === true;
}

/** The operations in the journal of this data folder, as they stand on disk, and what SQLite says of the whole file. */
export function readJournal(home: string): {
  readonly rows: readonly { readonly id: string; readonly kind: string }[];
  readonly integrity: unknown;
} {
  const database = new DatabaseSync(join(home, 'journal.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT id, kind FROM operations').all() as { id: string; kind: string }[];
  const integrity = database.prepare('PRAGMA integrity_check').get();
  database.close();
  return { rows, integrity };
}
