/** Checks what a person typed, field by field, before anything is stored or sent. */
import type { FieldProblem, Invalid } from '../../shared/outcome.ts';
import { type WordsKey, type WordsParams, words } from '../../shared/words.ts';

/** A field that fits, as it will be used, or why it does not. */
export type Field<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FieldProblem };

export function bad<T>(path: string, key: WordsKey, params: WordsParams = {}): Field<T> {
  return { ok: false, problem: { path, words: words(key, params) } };
}

// Control characters, line breaks, and marks that turn the writing round; joiners inside emoji are let through.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const TERMINAL_ID = /^[A-Za-z0-9_-]{3,16}$/;
const REFERENCE = /^[\x21-\x7e]{1,50}$/;

/** Text for people: trimmed, at least one and at most `max` characters, nothing that moves a cursor or a printer. */
export function textField(path: string, raw: string | undefined, max: number): Field<string> {
  const value = (raw ?? '').trim();
  if (value === '') return bad(path, 'field.required');
  if (CONTROL.test(value)) return bad(path, 'field.control');
  return Array.from(value).length > max ? bad(path, 'field.too-long', { max }) : { ok: true, value };
}

/** 3–16 of A–Z a–z 0–9 _ - : what a QR may name (SpeedCash, generate QRIS). */
export function terminalIdField(path: string, raw: string): Field<string> {
  const value = raw.trim();
  return TERMINAL_ID.test(value) ? { ok: true, value } : bad(path, 'field.terminal-id');
}

/** A courier's number as it is dialled; spaces, dots and dashes between the digits are left out. */
export function mobileField(path: string, raw: string | undefined): Field<string> {
  const value = (raw ?? '').replace(/[\s.-]/g, '');
  if (value === '') return bad(path, 'field.required');
  return /^\+?\d{6,15}$/.test(value) ? { ok: true, value } : bad(path, 'field.mobile');
}

/** An owner's phone, `62…`. */
export function ownerPhoneField(path: string, raw: string): Field<string> {
  const value = raw.replace(/[\s.-]/g, '');
  return /^62\d{7,13}$/.test(value) ? { ok: true, value } : bad(path, 'field.phone');
}

/** A partner reference: at most 50 characters (PayCools' page, body 1). */
export function referenceField(path: string, raw: string | undefined): Field<string> {
  const value = (raw ?? '').trim();
  if (value === '') return bad(path, 'field.required');
  return REFERENCE.test(value) ? { ok: true, value } : bad(path, 'field.reference');
}

export function invalid(problems: readonly FieldProblem[], operationId: string | null = null): Invalid {
  return { outcome: 'invalid', code: null, words: words('input.invalid'), operationId, fields: problems };
}

type Values<Fields> = { readonly [Key in keyof Fields]: Fields[Key] extends Field<infer Value> ? Value : never };

/** All fields' values, or every problem at once. */
export function allFields<Fields extends Readonly<Record<string, Field<unknown>>>>(
  fields: Fields,
): { readonly ok: true; readonly values: Values<Fields> } | { readonly ok: false; readonly outcome: Invalid } {
  const problems = Object.values(fields).flatMap((field) => (field.ok ? [] : [field.problem]));
  if (problems.length > 0) return { ok: false, outcome: invalid(problems) };
  const values = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.ok ? field.value : null]));
  // Every field was ok, so every value has its field's type.
  return { ok: true, values: values as Values<Fields> };
}
