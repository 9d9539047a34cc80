/** Decides what becomes of one request: refused, done, answered with a row on request, or spoiled by a fault. */
import type { Checked, Reply } from './exchange.ts';
import { type FaultName, faultNamed, type NamedFault } from './faults.ts';
import { readMagic } from './magic.ts';
import type { ServiceName } from './services.ts';

/** A fault (or an answer) for the next request of a service, whatever that request holds. */
export type NextFault =
  | { readonly service: ServiceName; readonly fault: FaultName /** For SLOW. */; readonly delayMs?: number }
  | { readonly service: ServiceName /** Seven digits. */; readonly code: string; readonly message?: string };

export interface Plan {
  /** Null where the fault strikes before anything is done. */
  readonly reply: Reply | null;
  readonly fault: NamedFault | null;
  readonly delayMs: number | null;
  readonly processed: boolean;
  readonly reference: string | null;
}

/** References whose one fault (`LOST1`) has been met and whose next request is served. */
export type Met = Set<string>;

type Order =
  | { readonly kind: 'fault'; readonly fault: NamedFault; readonly delayMs: number | null }
  | { readonly kind: 'code'; readonly code: string; readonly message: string; readonly asked: boolean };

function fromQueue(next: NextFault): Order {
  return 'fault' in next
    ? { kind: 'fault', fault: faultNamed(next.fault), delayMs: next.delayMs ?? null }
    : { kind: 'code', code: next.code, message: next.message ?? 'Sandbox', asked: false };
}

function fromMagic(service: ServiceName, text: string | null, reference: string, met: Met): Order | null {
  const magic = text === null ? null : readMagic(service, text);
  if (magic === null) return null;
  if (magic.kind === 'row') {
    const message = magic.row.message.replace('[reason]', '[Sandbox]').replace('{ field name }', '{ sandbox }');
    return { kind: 'code', code: magic.row.code, message, asked: true };
  }
  const key = `${service} ${reference}`;
  // Forgotten once served, so that the value works again for the next try of a demonstration.
  if (magic.once && met.delete(key)) return null;
  if (magic.once) met.add(key);
  return { kind: 'fault', fault: magic.fault, delayMs: null };
}

/**
 * @param checked what the service's own checks said
 * @param queued the order of `next()`, which goes before any magic value
 * @param revoke called with the token that a STALE fault ends
 */
export function planAnswer(
  service: ServiceName,
  checked: Checked,
  queued: NextFault | null,
  met: Met,
  revoke: (token: string) => void,
): Plan {
  const reference = checked.ok ? checked.wish.reference : null;
  const order = queued !== null ? fromQueue(queued) : checked.ok ? magicOf(service, checked, met) : null;
  const fault = order?.kind === 'fault' ? order.fault : null;
  const delayMs = order?.kind === 'fault' ? order.delayMs : null;
  const rest = { fault, delayMs, reference };

  if (fault?.name === 'STALE' && checked.ok && checked.wish.token !== null) revoke(checked.wish.token);
  if (fault !== null && !fault.processes) return { ...rest, reply: null, processed: false };
  if (order?.kind === 'code' && !order.code.startsWith('2')) {
    return { ...rest, reply: { code: order.code, message: order.message, fields: {} }, processed: false };
  }
  if (!checked.ok) return { ...rest, reply: checked.reply, processed: false };

  const asked = queued === null && order !== null;
  const done = checked.wish.act(asked);
  const processed = done.code.startsWith('2');
  return { ...rest, reply: order?.kind === 'code' && processed ? { ...done, code: order.code } : done, processed };
}

function magicOf(service: ServiceName, checked: Checked & { readonly ok: true }, met: Met): Order | null {
  return fromMagic(service, checked.wish.magic, checked.wish.reference, met);
}
