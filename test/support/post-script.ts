/** One POST from a process of its own, under whatever environment it is given; prints the exchange, or a Node's own status. */
import { text } from 'node:stream/consumers';
import { setDefaultCACertificates } from 'node:tls';
import { z } from 'zod';
import { createHttp } from '../../main/snap/http.ts';

const input = z.strictObject({
  url: z.string(),
  trusted: z.array(z.string()),
  proxy: z.string().nullable(),
  /** Node's own, to see that the environment is one that it heeds. */
  fetch: z.boolean().default(false),
});

const { url, trusted, proxy, fetch: byFetch } = input.parse(JSON.parse(await text(process.stdin)));
setDefaultCACertificates(trusted);

async function post(): Promise<unknown> {
  const http = createHttp({ timeoutMs: 5_000 }, { pins: null, proxy });
  try {
    return await http.post({ url, headers: {}, body: Buffer.from('{}') });
  } finally {
    await http.close();
  }
}

const failed = (): string => 'failed';
process.stdout.write(JSON.stringify(await (byFetch ? fetch(url).then(({ status }) => status, failed) : post())));
