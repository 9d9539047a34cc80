/** Whether a request never left or may have arrived is told by what a real socket did. */
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, type Http } from '../../../main/snap/http.ts';
import { closedPort, httpAnswer, type RawServer, startRawServer } from '../../support/raw-server.ts';

const open: { servers: RawServer[]; https: Http[] } = { servers: [], https: [] };

afterEach(async () => {
  await Promise.all(open.https.splice(0).map((http) => http.close()));
  await Promise.all(open.servers.splice(0).map((server) => server.close()));
});

async function serve(...args: Parameters<typeof startRawServer>): Promise<RawServer> {
  const server = await startRawServer(...args);
  open.servers.push(server);
  return server;
}

function client(options: Parameters<typeof createHttp>[0] = {}): Http {
  const http = createHttp({ timeoutMs: 5_000, ...options });
  open.https.push(http);
  return http;
}

const post = (http: Http, url: string) =>
  http.post({ url, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a":"b c"}') });

describe('not-sent: no connection was opened', () => {
  it('nobody listens', async () => {
    expect(await post(client(), `http://127.0.0.1:${await closedPort()}/x`)).toEqual({
      kind: 'not-sent',
      note: 'ECONNREFUSED',
    });
  });

  it('the name does not resolve', async () => {
    expect(await post(client(), 'http://no-such-host.invalid/x')).toMatchObject({ kind: 'not-sent' });
  });

  it('TLS cannot be agreed on, even where the environment tells Node not to mind', async () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const server = await serve((socket) => socket.end('this is not TLS'));
      expect(await post(client(), `https://127.0.0.1:${server.port}/x`)).toMatchObject({ kind: 'not-sent' });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  it('TLS is never finished in time', async () => {
    const server = await serve(() => undefined);
    expect(await post(client({ timeoutMs: 150 }), `https://127.0.0.1:${server.port}/x`)).toMatchObject({
      kind: 'not-sent',
    });
  });
});

describe('lost: it was handed to an open connection', () => {
  it('reset once the request arrived', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await post(client(), server.url)).toMatchObject({ kind: 'lost' });
    expect(server.connections()).toBe(1);
  });

  it('closed without a word', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.end()));
    expect(await post(client(), server.url)).toMatchObject({ kind: 'lost' });
  });

  it('no answer in time', async () => {
    const server = await serve((socket) => socket.resume());
    expect(await post(client({ timeoutMs: 150 }), server.url)).toMatchObject({ kind: 'lost', note: 'TimeoutError' });
  });

  it('an answer that breaks off', async () => {
    const server = await serve((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"respon')),
    );
    expect(await post(client(), server.url)).toMatchObject({ kind: 'lost' });
  });

  it('an answer over the limit is not read to its end', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.end(httpAnswer(200, 'x'.repeat(5_000)))));
    expect(await post(client({ maxBytes: 1_000 }), server.url)).toMatchObject({
      kind: 'answered',
      text: null,
      note: 'answer over 1000 bytes',
    });
  });

  it('something that is not HTTP', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.end('220 hello\r\n')));
    expect(await post(client(), server.url)).toMatchObject({ kind: 'lost' });
  });
});

describe('answered', () => {
  it('gives status, text and the server’s clock, and sends the body as it is', async () => {
    let seen = '';
    const server = await serve((socket) => {
      socket.on('data', (chunk) => {
        seen += chunk.toString();
        if (seen.endsWith('}')) socket.write(httpAnswer(200, '{"ok":1}', { Date: 'Tue, 05 Mar 2024 10:37:16 GMT' }));
      });
    });
    expect(await post(client(), server.url)).toEqual({
      kind: 'answered',
      status: 200,
      text: '{"ok":1}',
      note: '',
      serverTime: Date.parse('2024-03-05T10:37:16Z'),
    });
    expect(seen).toContain('{"a":"b c"}');
    expect(seen.toLowerCase()).toContain('content-type: application/json\r\n');
  });

  it('has a connection of its own for every request', async () => {
    const server = await serve((socket) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += chunk.toString();
        if (!seen.endsWith('}')) return;
        seen = '';
        socket.write(httpAnswer(200, '{}'));
      });
    });
    const http = client();
    await post(http, server.url);
    await post(http, server.url);
    expect(server.connections()).toBe(2);
  });

  it('does not send again what was answered 421', async () => {
    const server = await serve((socket) => socket.once('data', () => socket.end(httpAnswer(421, ''))));
    expect(await post(client(), server.url)).toMatchObject({ kind: 'answered', status: 421 });
    expect(server.connections()).toBe(1);
  });

  it('ends the connection of an answer over the limit', async () => {
    let ended = false;
    let tellEnd = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      tellEnd = resolve;
    });
    const server = await serve((socket) => {
      socket.on('close', () => {
        ended = true;
        tellEnd();
      });
      // More than the system's buffers hold: whoever reads no more makes it wait, whoever hangs up ends it.
      socket.once('data', () => socket.write(httpAnswer(200, 'x'.repeat(50_000_000))));
    });
    expect(await post(client({ maxBytes: 1_000 }), server.url)).toMatchObject({ kind: 'answered', text: null });
    await end;
    expect(ended).toBe(true);
  });

  it.each([
    ['7', 7],
    ['999999999', 86_400],
    ['Tue, 05 Mar 2024 10:37:26 GMT', 10],
    ['Tue, 05 Mar 2024 10:30:00 GMT', 0],
  ])('tells Retry-After: %s, by the server’s clock', async (header, seconds) => {
    const headers = { Date: 'Tue, 05 Mar 2024 10:37:16 GMT', 'Retry-After': header };
    const server = await serve((socket) => socket.once('data', () => socket.end(httpAnswer(429, '{}', headers))));
    expect(await post(client(), server.url)).toMatchObject({ retryAfter: seconds });
  });

  it.each(['soon', '-1', '1.5', '2024'.repeat(4)])('knows no Retry-After: %s', async (header) => {
    const server = await serve((socket) =>
      socket.once('data', () => socket.end(httpAnswer(429, '{}', { 'Retry-After': header }))),
    );
    expect(await post(client(), server.url)).not.toHaveProperty('retryAfter');
  });

  it('does not follow a redirect', async () => {
    const target = await serve((socket) => socket.once('data', () => socket.end(httpAnswer(200, '{}'))));
    const server = await serve((socket) =>
      socket.once('data', () => socket.end(httpAnswer(307, '', { Location: target.url }))),
    );
    expect(await post(client(), server.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(target.connections()).toBe(0);
  });
});
