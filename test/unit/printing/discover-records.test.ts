/** Records as printers announce them, put on the wire by the codec's own encoder. */
import { type Answer, decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecords } from '../../../main/printing/discover-records.ts';

const RAW = '_pdl-datastream._tcp.local';
const IPP = '_ipp._tcp.local';

const ptr = (service: string, name: string): Answer => ({
  type: 'PTR',
  name: service,
  ttl: 120,
  data: `${name}.${service}`,
});
const srv = (service: string, name: string, target: string, port: number): Answer => ({
  type: 'SRV',
  name: `${name}.${service}`,
  ttl: 120,
  data: { target, port },
});
const txt = (service: string, name: string, ...data: readonly string[]): Answer => ({
  type: 'TXT',
  name: `${name}.${service}`,
  ttl: 120,
  data: [...data],
});
const a = (host: string, address: string): Answer => ({ type: 'A', name: host, ttl: 120, data: address });

/** One answer for each list, as it comes off the wire. */
function heard(...packets: readonly (readonly Answer[])[]) {
  const records = createRecords();
  for (const answers of packets) records.add(decode(encode({ type: 'response', answers: [...answers] })));
  return records;
}

const EPSON = [
  ptr(RAW, 'EPSON TM-m30'),
  srv(RAW, 'EPSON TM-m30', 'EPSON1.local', 9100),
  txt(RAW, 'EPSON TM-m30', 'txtvers=1', 'ty=EPSON TM-m30', 'product=(TM-m30)'),
  a('EPSON1.local', '192.168.1.50'),
];

const FOUND = {
  name: 'EPSON TM-m30',
  services: ['_pdl-datastream._tcp'],
  host: 'EPSON1.local',
  address: '192.168.1.50',
  port: 9100,
  model: 'EPSON TM-m30',
};

describe('what belongs together', () => {
  it('one answer with everything', () => {
    const records = heard(EPSON);
    expect(records.printers()).toEqual([FOUND]);
    expect(records.missing()).toEqual([]);
  });

  it('in any order, in packets of their own', () => {
    expect(heard(...EPSON.toReversed().map((one) => [one])).printers()).toEqual([FOUND]);
  });

  it('what is missing is asked for, step by step', () => {
    const records = heard(EPSON.slice(0, 1));
    const name = `EPSON TM-m30.${RAW}`;
    expect(records.missing()).toEqual([
      { name, type: 'SRV' },
      { name, type: 'TXT' },
    ]);
    expect(records.printers()).toEqual([]);
    records.add(decode(encode({ type: 'response', answers: EPSON.slice(1, 2) })));
    expect(records.missing()).toEqual([
      { name, type: 'TXT' },
      { name: 'EPSON1.local', type: 'A' },
    ]);
    expect(records.printers()).toEqual([{ ...FOUND, address: null, model: null }]);
  });

  it('names differ in nothing but case', () => {
    const loud = EPSON.slice(1).map((one) => ({ ...one, name: one.name.toUpperCase() }) as Answer);
    expect(heard(EPSON.slice(0, 1), loud).printers()).toEqual([FOUND]);
  });

  it('several services of one printer are one printer, at its raw port', () => {
    const name = 'EPSON TM-m30';
    const ipp = [ptr(IPP, name), srv(IPP, name, 'epson1.LOCAL', 631), txt(IPP, name, 'ty=other')];
    expect(heard(ipp, EPSON).printers()).toEqual([{ ...FOUND, services: ['_pdl-datastream._tcp', '_ipp._tcp'] }]);
  });

  it('two printers of one name at two hosts are two', () => {
    const other = [ptr(IPP, 'EPSON TM-m30'), srv(IPP, 'EPSON TM-m30', 'EPSON2.local', 631)];
    expect(heard(EPSON, other).printers()).toHaveLength(2);
  });

  it('a name with dots in it keeps them, and is not asked for', () => {
    const name = 'Kasir 1.5 (lt. 2)';
    const records = heard([ptr(RAW, name)]);
    expect(records.missing()).toEqual([]);
    records.add(decode(encode({ type: 'response', answers: [srv(RAW, name, 'k.local', 9100)] })));
    expect(records.printers()).toMatchObject([{ name }]);
  });
});

describe('what counts', () => {
  it.each([
    [['ty=', 'product=(TM-T82)'], 'TM-T82'],
    [['usb_MFG=EPSON', 'usb_MDL=TM-T82'], 'EPSON TM-T82'],
    [['TY=first', 'ty=second'], 'first'],
    [['ty'], null],
    [[], null],
  ])('the model in %j is %j', (texts, model) => {
    const records = heard([ptr(RAW, 'k'), srv(RAW, 'k', 'k.local', 9100), txt(RAW, 'k', ...texts)]);
    expect(records.printers()).toMatchObject([{ model }]);
  });

  it('an address of its own making comes last', () => {
    const two = [a('EPSON1.local', '169.254.3.4'), ...EPSON];
    expect(heard(two).printers()).toEqual([FOUND]);
  });

  it('farewells, port 0 and other services are passed over', () => {
    const gone = { type: 'PTR', name: RAW, ttl: 0, data: `gone.${RAW}` } as const;
    const chromecast = ptr('_googlecast._tcp.local', 'tv');
    const noPort = [ptr(IPP, 'k'), srv(IPP, 'k', 'k.local', 0)];
    const records = heard([gone, chromecast, ...noPort]);
    expect(records.printers()).toEqual([]);
    expect(records.missing().map(({ name }) => name)).toEqual([`k.${IPP}`, `k.${IPP}`]);
  });

  it('a flood is cut off', () => {
    const records = createRecords();
    for (let n = 0; n < 3_000; n += 1) {
      const name = `p${n}`;
      const answers = [ptr(RAW, name), srv(RAW, name, `${name}.local`, 9100)];
      records.add(decode(encode({ type: 'response', answers })));
    }
    expect(records.printers()).toHaveLength(200);
  });
});

describe('damaged answers', () => {
  const whole = encode({
    type: 'response',
    answers: [...EPSON, ptr(IPP, 'Kasir é'), srv(IPP, 'Kasir é', 'k.local', 631)],
  });

  /** What comes of such bytes can be shown, and what is asked next can be put on the wire. */
  function survive(bytes: Uint8Array): void {
    const records = createRecords();
    let packet: ReturnType<typeof decode>;
    try {
      packet = decode(Buffer.from(bytes));
    } catch {
      return; // the codec says that it is none
    }
    records.add(packet);
    records.printers();
    const questions = records.missing();
    const again = decode(encode({ type: 'query', questions: [...questions] }));
    expect(again.questions).toHaveLength(questions.length);
  }

  it('a name of 63 bytes that are no UTF-8 is not asked for: written out it would be longer than a label may be', () => {
    const bytes = encode({ type: 'response', answers: [ptr(RAW, 'x'.repeat(63))] });
    const at = bytes.indexOf('xxx');
    survive(bytes.fill(0xff, at, at + 63));
  });

  it('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), survive), { numRuns: 2_000 });
  });

  it('a good answer with some bytes changed, and cut off', () => {
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    const cut = fc.integer({ min: 12, max: whole.length });
    fc.assert(
      fc.property(changes, cut, (all, length) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of all) bytes[at] = value;
        survive(bytes.subarray(0, length));
      }),
      { numRuns: 3_000 },
    );
  });
});
