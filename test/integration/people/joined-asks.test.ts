/** An answer goes to whoever asked for it: not to a till that was locked meanwhile, and not to whoever came after. */
import { expect, it, vi } from 'vitest';
import { serveContract } from '../../../main/shell/ipc.ts';
import { contract } from '../../../shared/contract.ts';
import { type Answer, peopled, SARI } from './world.ts';

const registered = vi.hoisted(() => new Map<string, (event: unknown, input: unknown) => Promise<unknown>>());
vi.mock('electron', () => ({
  ipcMain: { handle: (name: string, handler: never) => void registered.set(name, handler) },
}));

async function served() {
  const world = await peopled();
  const main = { url: 'app://qris-terminal/', parent: null };
  const contents = { mainFrame: main };
  serveContract(
    contract,
    Promise.resolve(world.test.desk.actions),
    (one) => one === (contents as never),
    (problem) => {
      throw problem.error;
    },
  );
  const ask = (name: string, input: object = {}): Promise<Answer> =>
    registered.get(name)?.({ sender: contents, senderFrame: main }, input) as Promise<Answer>;
  return { ...world, ask };
}

it('whoever stands at a locked till is not given the answer that a supervisor asked for', async () => {
  const { ask, test, login, shown } = await served();
  await login(SARI);
  let landed = false;
  const first = ask('support.look').finally(() => {
    landed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  test.desk.locked();
  expect(shown()?.session.state).toBe('locked');
  expect(landed).toBe(false);
  const second = await ask('support.look');
  await first;
  // A third, once nothing is under way, is refused as it should be.
  expect(await ask('support.look')).toMatchObject({ outcome: 'refused' });
  expect({ outcome: second.outcome }).toEqual({ outcome: 'refused' });
});

it('what was under way when the till was locked tells a locked page nothing', async () => {
  const { ask, test, login } = await served();
  await login(SARI);
  const first = ask('support.look');
  await new Promise((resolve) => setImmediate(resolve));
  test.desk.locked();
  expect((await first).outcome).not.toBe('ok');
});
