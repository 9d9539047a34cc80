/** `demo`, as somebody runs it who has just installed this: nothing but Node, and every QR on its slips can be scanned. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readQrs } from './printing/rig.ts';

const CLI = fileURLToPath(new URL('../../main/cli.ts', import.meta.url));

const told = z.object({
  outcome: z.string(),
  action: z.literal('demo'),
  data: z.object({
    steps: z.array(z.object({ outcome: z.string(), action: z.string(), data: z.looseObject({}) })),
    slips: z.array(z.string()),
  }),
});

it('does every step, ends with 0, and leaves slips whose QRs another program reads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qris-demo-'));
  try {
    // No D-Bus address, no display, no home of one's own.
    const env = { PATH: process.env.PATH ?? '', HOME: folder };
    const child = spawn(process.execPath, [CLI, 'demo', '--json', '--out', join(folder, 'slips')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(child.exitCode).toBe(0);
    const { outcome, data } = told.parse(JSON.parse(stdout));
    expect(outcome).toBe('ok');
    expect(data.steps.map((step) => step.outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    const contents = data.steps.flatMap((step) =>
      typeof step.data.qrContent === 'string' ? [step.data.qrContent] : [],
    );
    expect(contents).toHaveLength(1);
    const files = await readdir(join(folder, 'slips'));
    expect(files).toHaveLength(data.slips.length);
    for (const file of files) {
      const found = await readQrs(await readFile(join(folder, 'slips', file)));
      expect(found.map((qr) => qr.text)).toEqual(contents);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
