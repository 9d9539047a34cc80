/** zod's issues as fields with words; what zod says of received values is left behind. */
import type * as z from 'zod';
import type { FieldProblem } from '../../shared/outcome.ts';
import { isProblemKey, notOneOf, type ProblemKey, problem } from './profile-words.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function pathText(path: Path): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 60)}`))
    .join('')
    .replace(/^\./, '');
  // A key name comes from the file: nothing of it but what a name is made of is repeated.
  return text === '' ? 'file' : text.replace(/[^\w.$[\]-]/g, '?');
}

function isMissing(raw: unknown, path: Path): boolean {
  let at = raw;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return true;
    at = Reflect.get(at, part);
  }
  return false;
}

/** Of a union (printer transports), the shape that the file meant: the one of its kind with the fewest faults. */
function meantShape(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const ofItsKind = issue.errors.filter((branch) => !branch.some((fault) => fault.path[0] === 'kind'));
  return ofItsKind.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function literalsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  const values = issue.errors.flatMap((branch) =>
    branch.flatMap((fault) => (fault.code === 'invalid_value' ? fault.values.map(String) : [])),
  );
  return [...new Set(values)];
}

function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, raw: unknown): FieldProblem[] {
  if (isMissing(raw, path)) return [problem(pathText(path), 'profile.missing')];
  if (issue.errors.every((branch) => branch.every((fault) => fault.path.length === 0))) {
    const literals = literalsOf(issue);
    return [literals.length > 0 ? notOneOf(pathText(path), literals) : problem(pathText(path), 'profile.wrong-type')];
  }
  const meant = meantShape(issue);
  if (meant.length > 0) return meant.flatMap((inner) => ofIssue(inner, path, raw));
  const kind = [...path, 'kind'];
  return [
    isMissing(raw, kind) ? problem(pathText(kind), 'profile.missing') : notOneOf(pathText(kind), literalsOf(issue)),
  ];
}

function ofIssue(issue: Issue, before: Path, raw: unknown): FieldProblem[] {
  const path = [...before, ...issue.path];
  const here = pathText(path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem(pathText([...path, nameOnly(key)]), unknownKey(path, key)));
  }
  if (issue.code === 'invalid_union') return ofUnion(issue, path, raw);
  if (isMissing(raw, path)) return [problem(here, 'profile.missing')];
  if (issue.code === 'invalid_value') return [notOneOf(here, issue.values.map(String))];
  if (issue.code === 'invalid_type') return [problem(here, 'profile.wrong-type')];
  if (isProblemKey(issue.message)) return [problem(here, issue.message)];
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    if (issue.origin === 'number' || issue.origin === 'int') return [problem(here, 'profile.out-of-range')];
    return [problem(here, issue.code === 'too_small' ? 'profile.too-short' : 'profile.too-long')];
  }
  return [problem(here, 'profile.wrong-value')];
}

/** Of a proxy's login it is said that there is none to be had, before anybody looks for its right spelling. */
function unknownKey(path: Path, key: string): ProblemKey {
  const isLogin = path.at(-1) === 'proxy' && /^(?:user(?:name)?|pass(?:word)?|auth|token|credentials)$/i.test(key);
  return isLogin ? 'profile.proxy-credentials' : 'profile.unknown-key';
}

/** A key that was meant as a field's name may be told; anything else could be a secret that slipped into its place. */
function nameOnly(key: string): string {
  return /^[A-Za-z][A-Za-z0-9_]{0,23}$/.test(key) ? key : '…';
}

/** Every problem once a path, in the file's order. @param raw what was parsed, to tell missing from wrong */
export function fieldProblems(error: z.ZodError, raw: unknown): readonly FieldProblem[] {
  const all = error.issues.flatMap((issue) => ofIssue(issue, [], raw));
  return all.filter((field, at) => all.findIndex((other) => other.path === field.path) === at);
}
