/** What a page keeps in its memory: the text of a heap snapshot, after what is not reachable was collected. */
import type { Page } from 'playwright-core';

/** Collecting once leaves what only a finalizer still knew. */
const ROUNDS = 4;

export async function heapText(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.enable');
  for (let round = 0; round < ROUNDS; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await cdp.detach();
  return chunks.join('');
}
