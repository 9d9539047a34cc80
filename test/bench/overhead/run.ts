import { openWorld } from './measure.ts';
const world = await openWorld(process.argv[2] ?? '/tmp', process.argv.includes('--steps'), process.argv.includes('--prof') ? ['--cpu-prof', '--cpu-prof-dir=/tmp/fsy/prof'] : []);
const n = Number(process.argv[3] ?? 300);
const o: number[] = [], os: number[] = [], b: number[] = [], bs: number[] = [];
const all = [];
for (let i = 0; i < n + 100; i++) {
  const x = await world.ours.turn({ turn: i, syncs: 0 });
  const y = await world.bare.turn({ turn: i, syncs: 0 });
  const z = await world.bare.turn({ turn: i, syncs: 4 });
  if (i < 100) continue;
  all.push(x);
  o.push(x.first); os.push(x.slip); b.push(y.first); bs.push(z.first);
}
const q = (v: number[], p: number) => [...v].sort((a, c) => a - c)[Math.min(v.length - 1, Math.floor(v.length * p))]!.toFixed(2);
const f = (v: number[]) => [0.5, 0.95, 0.99].map((p) => q(v, p)).join(' ');
console.log('ours first', f(o), ' slip', f(os));
console.log('bare', f(b), ' bare+4 syncs', f(bs));
if (process.argv.includes('--steps')) {
  const rel = all.map((t) => {
    const s = t.done.steps; const at = (k: string) => s[`at ${k}`]! ;
    const r: Record<string, number> = {};
    const marks = [['start', t.done.startedAt], ['lock', at('lock')], ['locked', at('locked')], ['post', at('post')], ['request', t.seen.requestAt], ['answered', at('answered')], ['finish', at('finish')], ['connected', t.seen.connectedAt], ['first', t.seen.firstAt], ['step', at('step')], ['send', at('send')], ['slip', t.seen.slipAt]] as const;
    marks.forEach(([k, v], i) => { const nx = marks[i + 1]; if (nx) r[`${k} → ${nx[0]}`] = nx[1] - v; });
    for (const [k, v] of Object.entries(s)) if (k.startsWith('span')) r[k] = v;
    return r;
  });
  const keys = new Set(rel.flatMap((r) => Object.keys(r)));
  for (const k of keys) console.log(k.padEnd(34), q(rel.map((r) => r[k] ?? 0), 0.5), q(rel.map((r) => r[k] ?? 0), 0.95));
}
world.close();
