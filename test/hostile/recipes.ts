/** Inputs for every channel, from its own schema: first one that fits, then what a page run wild would make of it. */
import fc from 'fast-check';
import { z } from 'zod';
import type { Contract, RequestSpec } from '../../shared/define-contract.ts';

/** A value as a recipe: most of them cannot cross to the page as JSON, so that the page builds them itself. */
export type Node =
  | { readonly k: 'lit'; readonly v: string | number | boolean | null }
  | { readonly k: 'obj'; readonly e: readonly (readonly [string, Node])[] }
  | { readonly k: 'arr'; readonly i: readonly Node[] }
  | { readonly k: 'evil'; readonly n: string };

export interface Recipe {
  readonly c: string;
  readonly v: Node;
}

/** Words that mean something at this till (a reference, a printer's name), so that more than the first look is reached. */
export type Known = Readonly<Record<string, readonly string[]>>;

const lit = (v: string | number | boolean | null): Node => ({ k: 'lit', v });

/** For a string that has a pattern: one of these fits every pattern that a till has, or the suite asks for one more. */
const CANDIDATES = ['/nowhere/profile.json', '2026-11-21', '0812345678', '1234', '12345678', 'a', 'A-1', '1'];

function texts(schema: z.ZodType, key: string, known: Known): fc.Arbitrary<Node> {
  const fits = (text: string): boolean => schema.safeParse(text).success;
  const own = (known[key] ?? []).filter(fits);
  const candidates = CANDIDATES.filter(fits);
  if (own.length + candidates.length === 0) throw new Error(`no candidate fits ${key}: give one more in CANDIDATES`);
  const made = fc.string({ unit: 'grapheme', maxLength: 40 }).filter(fits);
  const arbitraries = [fc.constantFrom(...own, ...candidates), ...(fits('') || fits('é?') ? [made] : [])];
  return fc.oneof(...arbitraries).map(lit);
}

interface Internals {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly (z.ZodType | string)[];
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  readonly values?: Iterable<string | number | boolean | null>;
  unwrap?(): z.ZodType;
}

/** What the schema takes. Throws for a kind of schema that it does not know: a new kind wants a line here. */
export function fitting(schema: z.ZodType, key: string, known: Known): fc.Arbitrary<Node> {
  const { type } = schema;
  const inside = schema as unknown as Internals;
  const inner = (): z.ZodType => inside.unwrap?.() ?? z.never();
  if (type === 'string') return texts(schema, key, known);
  if (type === 'boolean') return fc.boolean().map(lit);
  if (type === 'number') {
    const limits = { min: Math.max(inside.minValue ?? -1e6, -1e9), max: Math.min(inside.maxValue ?? 1e6, 1e9) };
    return fc.integer(limits).map(lit);
  }
  if (type === 'enum') return fc.constantFrom(...(inside.options as readonly string[])).map(lit);
  if (type === 'literal') return fc.constantFrom(...(inside.values ?? [])).map(lit);
  if (type === 'optional' || type === 'default' || type === 'readonly') return fitting(inner(), key, known);
  if (type === 'nullable') return fc.oneof(fc.constant(lit(null)), fitting(inner(), key, known));
  if (type === 'array') {
    return fc
      .array(fitting(inside.element ?? z.never(), key, known), { maxLength: 3 })
      .map((i): Node => ({ k: 'arr', i }));
  }
  if (type === 'union') {
    return fc.oneof(...((inside.options ?? []) as readonly z.ZodType[]).map((option) => fitting(option, key, known)));
  }
  if (type === 'object') {
    const fields = Object.entries(inside.shape ?? {}).map(([name, field]) => {
      const given = fitting(field, name, known).map((value) => [[name, value] as const]);
      return field.type === 'optional' ? fc.oneof(given, fc.constant([])) : given;
    });
    return fc.tuple(...fields).map((e): Node => ({ k: 'obj', e: e.flat() }));
  }
  if (type === 'record') {
    const value = fitting(inside.valueType ?? z.never(), key, known);
    return fc.array(fc.tuple(fc.constantFrom('shift', 'reference', 'id'), value), { maxLength: 3 }).map((e): Node => {
      return { k: 'obj', e: [...new Map(e)] };
    });
  }
  throw new Error(`the suite does not know schemas of the type ${type} yet`);
}

/** The recipe of a plain value. */
export function asNode(value: unknown): Node {
  if (Array.isArray(value)) return { k: 'arr', i: value.map(asNode) };
  if (typeof value === 'object' && value !== null) {
    return { k: 'obj', e: Object.entries(value).map(([key, inner]) => [key, asNode(inner)]) };
  }
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return { k: 'lit', v: isPlain ? (value as string | number | boolean | null) : null };
}

/** The plain value of a recipe that holds nothing evil. */
export function plain(node: Node): unknown {
  if (node.k === 'lit') return node.v;
  if (node.k === 'arr') return node.i.map(plain);
  return node.k === 'obj' ? Object.fromEntries(node.e.map(([key, value]) => [key, plain(value)])) : undefined;
}

/** Keys that mean something to the language itself. */
const KEYS = ['__proto__', 'constructor', 'prototype', 'toJSON', 'then', 'toString', 'hasOwnProperty', 'length', ''];

function parts(node: Node): readonly Node[] {
  if (node.k === 'obj') return [node, ...node.e.flatMap(([, inner]) => parts(inner))];
  return node.k === 'arr' ? [node, ...node.i.flatMap(parts)] : [node];
}

function replaced(node: Node, target: Node, by: Node): Node {
  if (node === target) return by;
  if (node.k === 'obj') return { k: 'obj', e: node.e.map(([key, inner]) => [key, replaced(inner, target, by)]) };
  return node.k === 'arr' ? { k: 'arr', i: node.i.map((inner) => replaced(inner, target, by)) } : node;
}

type Mutation = {
  readonly how: 'replace' | 'key' | 'drop' | 'wrap' | 'double';
  readonly at: number;
  readonly key: string;
};

function mutated(node: Node, { how, at, key }: Mutation, evil: Node): Node {
  const all = parts(node);
  // Where there is anything inside, the inside is what is changed: the whole has its own share of the recipes.
  const target = all[all.length === 1 ? 0 : 1 + (at % (all.length - 1))] ?? node;
  if (how === 'replace') return replaced(node, target, evil);
  if (how === 'wrap')
    return replaced(node, target, at % 2 === 0 ? { k: 'arr', i: [target] } : { k: 'obj', e: [[key, target]] });
  const objects = all.filter((part) => part.k === 'obj');
  const object = objects[at % Math.max(1, objects.length)];
  if (object === undefined) return evil;
  const { e } = object;
  if (how === 'drop') return replaced(node, object, { k: 'obj', e: e.filter((_entry, n) => n !== at % e.length) });
  const name = how === 'double' ? `${e[at % Math.max(1, e.length)]?.[0] ?? key}\u0000` : key;
  return replaced(node, object, { k: 'obj', e: [...e, [name, evil]] });
}

/** Of a hundred: sixty changed in one to three places, twenty evil as a whole, twenty as they should be. */
function wild(spec: RequestSpec, known: Known, evils: readonly string[]): fc.Arbitrary<Node> {
  const good = fitting(spec.input, '', known);
  const evil = fc.constantFrom(...evils).map((n): Node => ({ k: 'evil', n }));
  const how = fc.constantFrom('replace', 'replace', 'replace', 'key', 'drop', 'wrap', 'double');
  const mutation = fc.record({ how, at: fc.nat(50), key: fc.constantFrom(...KEYS) }) as fc.Arbitrary<Mutation>;
  const changed = fc
    .tuple(good, fc.array(fc.tuple(mutation, evil), { minLength: 1, maxLength: 3 }))
    .map(([node, changes]) => changes.reduce((so, [change, by]) => mutated(so, change, by), node));
  return fc.oneof({ arbitrary: changed, weight: 3 }, { arbitrary: evil, weight: 1 }, { arbitrary: good, weight: 1 });
}

/**
 * @param each how many for each channel
 * @param seed the same seed makes the same recipes of the same contract
 */
export function wildRecipes(
  contract: Contract,
  known: Known,
  evils: readonly string[],
  { each, seed }: { readonly each: number; readonly seed: number },
): readonly Recipe[] {
  return Object.entries(contract.requests).flatMap(([c, spec]) => {
    const whole = evils.map((n): Node => ({ k: 'evil', n }));
    const [good] = fc.sample(fitting(spec.input, '', known), { numRuns: 1, seed });
    const inside = whole.map((evil, at) =>
      good === undefined ? evil : mutated(good, { how: 'replace', at, key: '' }, evil),
    );
    const sampled = fc.sample(wild(spec, known, evils), { numRuns: each, seed });
    return [...whole, ...inside, ...sampled].map((v) => ({ c, v }));
  });
}

/** One for each channel that its schema takes; throws where the suite cannot make one. */
export function fittingRecipes(contract: Contract, known: Known): readonly Recipe[] {
  return Object.entries(contract.requests).map(([c, spec]) => {
    const [v] = fc.sample(fitting(spec.input, '', known), { numRuns: 1, seed: 1 });
    if (v === undefined || !spec.input.safeParse(plain(v)).success) throw new Error(`no fitting input for ${c}`);
    return { c, v };
  });
}
