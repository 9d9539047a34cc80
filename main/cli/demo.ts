/** `demo`: the whole job on the sandbox, step by step, with nothing but this program. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { expireQr } from '../app/expire-qr.ts';
import { generateAtmQr } from '../app/generate-atm-qr.ts';
import { invalid } from '../app/input.ts';
import { listQrs } from '../app/list-qrs.ts';
import { merchantStatus } from '../app/merchant-status.ts';
import { registerTerminal } from '../app/register-terminal.ts';
import type { Till } from '../app/till.ts';
import { openSandboxApp } from '../sandbox/open-sandbox-app.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import * as describe from './describe.ts';
import { surviveClosedPipes } from './run.ts';
import { exitStatus, paint, pairs, tell, toJson, type Voice } from './say.ts';
import { slipFolder } from './slip-folder.ts';

interface Step {
  readonly step: string;
  readonly outcome: Outcome<unknown>;
}

interface Stage {
  readonly voice: Voice;
  readonly steps: Step[];
}

async function play<T>(
  stage: Stage,
  name: string,
  act: () => Promise<Outcome<T>>,
  details: (data: T) => readonly string[] = () => [],
): Promise<T | null> {
  const outcome = await act();
  stage.steps.push({ step: name, outcome });
  if (!stage.voice.json) {
    stage.voice.out(`${paint(stage.voice, 1, `${stage.steps.length}. ${name}`)}\n`);
    tell(stage.voice, name, outcome, outcome.outcome === 'ok' ? details(outcome.data) : []);
    stage.voice.out('\n');
  }
  return outcome.outcome === 'ok' ? outcome.data : null;
}

async function playAll(stage: Stage, till: Till): Promise<void> {
  const { language } = stage.voice;
  const pick = (id: string, en: string): string => (language === 'id' ? id : en);
  await play(
    stage,
    pick('Mendaftarkan mesin ini sebagai terminal', 'Register this machine as a terminal'),
    () => registerTerminal(till, { description: 'Kasir demo' }),
    (data) => pairs([['Terminal', data.terminalId]]),
  );
  await play(
    stage,
    pick('Memeriksa status merchant', "Check the merchant's status"),
    () => merchantStatus(till, {}),
    (data) => describe.describeStatus(data, language),
  );
  await play(
    stage,
    pick('Membuat QR ATM untuk kurir, dan mencetaknya', 'Make an ATM QR for a courier, and print it'),
    () =>
      generateAtmQr(till, {
        courierNo: '123456',
        courierName: 'Budi Santoso',
        courierMobile: '081200000345',
        print: true,
      }),
    (data) => describe.describeAtmQr(data, language),
  );
  const list = await play(
    stage,
    pick('Daftar QR hari ini', "List the day's QRs"),
    () => listQrs(till, {}),
    (data) => describe.describeList(data, language),
  );
  const dynamic = list?.qrs.find((qr) => qr.type === 'dynamic');
  if (dynamic !== undefined) {
    await play(stage, pick(`Menonaktifkan QR ${dynamic.idQr}`, `Expire QR ${dynamic.idQr}`), () =>
      expireQr(till, { billNumber: dynamic.idQr }),
    );
  }
}

async function saveSlips(sandbox: Sandbox, folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [index, slip] of sandbox.printer.slips().entries()) {
    const file = join(folder, `slip-${index + 1}.png`);
    await writeFile(file, slip.png);
    files.push(file);
  }
  return files;
}

/** The first step that did not go well, else the last. */
function worst(steps: readonly Step[]): Outcome<unknown> | undefined {
  return (steps.find((step) => exitStatus(step.outcome) !== 0) ?? steps.at(-1))?.outcome;
}

/**
 * @param out folder for the slips, made where it is not there
 * @returns the exit status: 0 when every step went well and the slip is proved to be on (sandbox) paper
 */
export async function runDemo(voice: Voice, out: string): Promise<number> {
  surviveClosedPipes();
  const folder = await slipFolder('out', out);
  if (!folder.ok) {
    const outcome = invalid([folder.problem]);
    tell(voice, 'demo', outcome, []);
    return exitStatus(outcome);
  }
  const stage: Stage = { voice, steps: [] };
  const world = await openSandboxApp({
    operator: 'demo',
    hasDisplay: false,
    // A throw-away machine for a throw-away terminal: the demo asks nothing about the real one.
    machineTerminalId: () => 'T-DEMO0001',
  });
  let slips: readonly string[] = [];
  try {
    const name = voice.language === 'id' ? 'Memasang profil terminal percobaan' : 'Provision a throw-away terminal';
    await play(stage, name, () => world.provision());
    const opened = await world.app.till();
    if (opened.ok) await playAll(stage, opened.value);
    else stage.steps.push({ step: 'open', outcome: opened.outcome });
    slips = await saveSlips(world.sandbox, folder.value);
  } finally {
    await world.close();
  }
  const last = worst(stage.steps);
  const status = last === undefined ? 1 : exitStatus(last);
  const said = words(status === 0 ? 'demo.done' : 'demo.failed', { slips: slips.join(', ') || '–' });
  if (!voice.json) {
    voice.out(`${said[voice.language]}\n${said.next === null ? '' : `→ ${said.next[voice.language]}\n`}`);
    return status;
  }
  const steps = stage.steps.map(({ step, outcome }) => ({ ...JSON.parse(toJson(step, outcome, voice.language)) }));
  const base = { code: last?.code ?? null, operationId: null, words: said };
  const outcome: Outcome<unknown> =
    last === undefined || last.outcome === 'ok'
      ? { outcome: 'ok', ...base, data: { steps, slips } }
      : { ...last, ...base, about: { slips: slips.join(', ') } };
  voice.out(`${toJson('demo', outcome, voice.language)}\n`);
  return status;
}
