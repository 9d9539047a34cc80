/** From the records that printers announce (DNS-SD, RFC 6763) to printers: what belongs together, and what is still missing. */
import { isIPv4 } from 'node:net';
import type { DecodedPacket, Question } from 'dns-packet';

/** What is asked for; the first is a raw port, the others only tell that there is a printer. */
export const SERVICES = ['_pdl-datastream._tcp', '_printer._tcp', '_ipp._tcp'] as const;
export type Service = (typeof SERVICES)[number];

/** A printer as it announced itself; every text is as it came, cleaned by nobody yet. */
export interface Announced {
  readonly name: string;
  /** What it offers, in the order of SERVICES. */
  readonly services: readonly Service[];
  /** Its name on the network, such as `EPSON1A2B3C.local`. */
  readonly host: string;
  /** IPv4; null: it did not say. */
  readonly address: string | null;
  /** Of the first of its services. */
  readonly port: number;
  readonly model: string | null;
}

export interface Records {
  readonly add: (packet: DecodedPacket) => void;
  /** What to ask next to know of everything that was heard of. */
  readonly missing: () => readonly Question[];
  readonly printers: () => readonly Announced[];
}

/** More than any shop has: beyond it somebody floods us. */
const MOST_PRINTERS = 200;
const MOST_RECORDS = 2_000;

interface Place {
  readonly target: string;
  readonly port: number;
}

/** Names are compared without regard to case (RFC 6762, section 16). */
const keyOf = (name: string): string => name.toLowerCase().replace(/\.$/, '');

const SUFFIXES = SERVICES.map((service) => [service, `.${service}.local`] as const);

/** `key=value` strings (RFC 6763, section 6); the first of a key counts. */
function textsOf(data: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of Array.isArray(data) ? data : [data]) {
    const said = Buffer.isBuffer(part) ? part.toString('utf8') : typeof part === 'string' ? part : '';
    const at = said.indexOf('=');
    const key = said.slice(0, at).toLowerCase();
    if (at > 0 && !found.has(key)) found.set(key, said.slice(at + 1).trim());
  }
  return found;
}

/** Bonjour Printing Specification 1.2: `ty` is for people, `product` in brackets for PostScript, `usb_MDL` the USB model. */
function modelOf(texts: ReadonlyMap<string, string>): string | null {
  const product = texts.get('product')?.replace(/^\((.*)\)$/, '$1');
  const usb = [texts.get('usb_mfg'), texts.get('usb_mdl')]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  return [texts.get('ty'), product, usb].find((said) => said !== undefined && said !== '') ?? null;
}

/** An address that it gave itself for want of a better one comes last. */
function bestOf(addresses: ReadonlySet<string> | undefined): string | null {
  const all = [...(addresses ?? [])].sort();
  return all.find((address) => !address.startsWith('169.254.')) ?? all[0] ?? null;
}

/** The codec takes every dot of a name for a border between labels, and measures none: what it would garble is not asked. */
function canAsk(label: string): boolean {
  return label !== '' && !label.includes('.') && Buffer.byteLength(label) <= 63;
}

/** Collects records from any number of answers, in any order. */
export function createRecords(): Records {
  const instances = new Map<string, { readonly name: string; readonly service: Service }>();
  const places = new Map<string, Place>();
  const texts = new Map<string, ReadonlyMap<string, string>>();
  const addresses = new Map<string, Set<string>>();
  let count = 0;

  function note(instance: string): void {
    const found = SUFFIXES.find(([, suffix]) => keyOf(instance).endsWith(suffix));
    if (found === undefined || instances.size >= MOST_PRINTERS * SERVICES.length) return;
    const [service, suffix] = found;
    const name = instance.replace(/\.$/, '').slice(0, -suffix.length);
    if (name !== '' && !instances.has(keyOf(instance))) instances.set(keyOf(instance), { name, service });
  }

  function one(record: NonNullable<DecodedPacket['answers']>[number]): void {
    count += 1;
    // A lifetime of nothing is a farewell (RFC 6762, section 10.1).
    if (count > MOST_RECORDS || ('ttl' in record && record.ttl === 0)) return;
    if (record.type === 'PTR') note(record.data);
    else if (record.type === 'SRV' && record.data.port > 0)
      places.set(keyOf(record.name), { target: record.data.target, port: record.data.port });
    else if (record.type === 'TXT') texts.set(keyOf(record.name), textsOf(record.data));
    else if (record.type === 'A' && isIPv4(record.data)) {
      const known = addresses.get(keyOf(record.name)) ?? new Set();
      addresses.set(keyOf(record.name), known.add(record.data));
    }
  }

  /** One printer offers several services under one name, at one host. */
  function grouped(): ReadonlyMap<string, ReadonlyMap<Service, { readonly key: string; readonly place: Place }>> {
    const groups = new Map<string, Map<Service, { readonly key: string; readonly place: Place }>>();
    for (const [key, { name, service }] of instances) {
      const place = places.get(key);
      if (place === undefined) continue;
      const group = `${keyOf(place.target)} ${name}`;
      groups.set(group, (groups.get(group) ?? new Map()).set(service, { key, place }));
    }
    return groups;
  }

  return {
    add: (packet) => {
      for (const record of [...(packet.answers ?? []), ...(packet.additionals ?? [])]) one(record);
    },
    missing: () => [
      ...[...instances].flatMap(([key, { name, service }]): readonly Question[] => {
        if (!canAsk(name)) return [];
        const full = `${name}.${service}.local`;
        return [
          ...(places.has(key) ? [] : [{ name: full, type: 'SRV' } as const]),
          ...(texts.has(key) ? [] : [{ name: full, type: 'TXT' } as const]),
        ];
      }),
      ...[...places.values()]
        .filter(({ target }) => !addresses.has(keyOf(target)) && keyOf(target).split('.').every(canAsk))
        .map(({ target }) => ({ name: target, type: 'A' }) as const),
    ],
    printers: () =>
      [...grouped().values()].slice(0, MOST_PRINTERS).flatMap((group) => {
        const services = SERVICES.filter((service) => group.has(service));
        const offers = services.flatMap((service) => group.get(service) ?? []);
        const [first] = offers;
        if (first === undefined) return [];
        const { target, port } = first.place;
        const model = offers.map(({ key }) => modelOf(texts.get(key) ?? new Map())).find((said) => said !== null);
        const name = instances.get(first.key)?.name ?? target;
        return [
          { name, services, host: target, address: bestOf(addresses.get(keyOf(target))), port, model: model ?? null },
        ];
      }),
  };
}
