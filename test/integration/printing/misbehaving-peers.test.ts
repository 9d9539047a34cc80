/** Peers that no printer should be, on raw sockets: resets, silence, echoes, a web server, nobody at all. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type RawServer, startRawServer } from '../../support/raw-server.ts';
import { answersStatus, eventually, HASTY, printingWith, SLIP, settings } from './rig.ts';

let server: RawServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function printTo(onConnection: (socket: Socket) => void, slip = SLIP) {
  server = await startRawServer(onConnection);
  return printingWith(HASTY).print(slip, settings(server.port, 80, 'raster'));
}

describe('nobody there', () => {
  it('a closed port is unreachable', async () => {
    const gone = await startRawServer(() => undefined);
    await gone.close();
    const result = await printingWith().print(SLIP, settings(gone.port));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: 'ECONNREFUSED' });
  });

  it('a name that nobody has is unreachable', async () => {
    const printer = { ...settings(9100), transport: { kind: 'tcp', host: 'printer.invalid', port: 9100 } as const };
    expect(await printingWith().print(SLIP, printer)).toMatchObject({ kind: 'not-printed', trouble: 'unreachable' });
  });
});

describe('before the job', () => {
  it('a peer that resets at once: not printed', async () => {
    const result = await printTo((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(result).toMatchObject({ kind: 'not-printed', trouble: 'connection-lost' });
  });

  it('a peer that closes at once: not printed', async () => {
    const result = await printTo((socket) => socket.end());
    expect(result).toMatchObject({ kind: 'not-printed', trouble: 'connection-lost' });
  });
});

describe('during the job', () => {
  it('a peer that answers status and never reads the job: not a success', async () => {
    const long = { ...SLIP, parts: Array.from({ length: 3200 }, () => SLIP.parts).flat() };
    const result = await printTo((socket) => {
      answersStatus(socket);
      let questions = 0;
      socket.on('data', () => {
        questions += 1;
        if (questions === 4) socket.pause();
      });
    }, long);
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
  });

  it('a peer that resets after the job: lost, whatever it answered before', async () => {
    const result = await printTo((socket) => {
      let seen = 0;
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.length;
        if (seen > 2000) socket.resetAndDestroy();
      });
    });
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'connection-lost' });
  });

  it('a peer that closes its side before ours has proved nothing', async () => {
    const result = await printTo((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) socket.end();
      });
    });
    expect(result).toEqual({ kind: 'done', proof: 'unconfirmed' });
  });

  it('an answer to GS ( H with a foreign id proves nothing', async () => {
    const result = await printTo((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) socket.write('\x37\x22????\0');
      });
    });
    expect(result).toEqual({ kind: 'done', proof: 'unconfirmed' });
  });

  it('an answer to GS r where another host was answered before proves nothing', async () => {
    const result = await printTo((socket) => {
      let questions = 0;
      socket.on('data', (chunk: Buffer) => {
        questions += 1;
        // With the last answer before the job one to somebody else on the same board.
        if (questions === 4) socket.write(Uint8Array.of(0x12, 0));
        else if (chunk.includes('\x10\x04')) socket.write(Uint8Array.of(0x12));
        if (chunk.includes('\x1d(H')) socket.write(Uint8Array.of(0));
      });
    });
    expect(result).toEqual({ kind: 'done', proof: 'unconfirmed' });
  });

  it('an answer to GS r in several bytes proves nothing', async () => {
    const result = await printTo((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) socket.write(Uint8Array.of(0, 0));
      });
    });
    expect(result).toEqual({ kind: 'done', proof: 'unconfirmed' });
  });

  it('an answer to GS r that tells of missing paper is no proof', async () => {
    const result = await printTo((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) socket.write(Uint8Array.of(0x0f));
      });
    });
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('a device that stays offline', async () => {
    const result = await printTo((socket) => {
      let questions = 0;
      socket.on('data', (chunk: Buffer) => {
        if (!chunk.includes('\x10\x04')) return;
        questions += 1;
        socket.write(Uint8Array.of(chunk.includes('\x10\x04\x01') && questions > 4 ? 0x1a : 0x12));
      });
    });
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'offline' });
  });
});

describe('questions without an answer', () => {
  /** Answers the n-th status question, from 1, with what `answer` says; null: not at all. */
  function answering(socket: Socket, answer: (number: number, question: number) => number | null): void {
    let count = 0;
    socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf('\x10\x04'); at >= 0; at = chunk.indexOf('\x10\x04', at + 1)) {
        count += 1;
        const said = answer(count, chunk[at + 2] ?? 0);
        if (said !== null) socket.write(Uint8Array.of(said));
      }
    });
  }

  it('one question that it does not know: the rest is asked all the same', async () => {
    const result = await printTo((socket) =>
      answering(socket, (_, question) => (question === 3 ? null : question === 4 ? 0x72 : 0x12)),
    );
    expect(result).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
  });

  it('one that was dropped while it printed does not end the watch', async () => {
    const result = await printTo((socket) =>
      answering(socket, (number) => (number < 5 ? 0x12 : number === 5 ? null : 0x72)),
    );
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('an answer that comes late is not held against it', async () => {
    const result = await printTo((socket) => {
      answering(socket, (number) => (number < 5 ? 0x12 : null));
      let questions = 0;
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x10\x04')) questions += 1;
        // The second one since the job was asked because the first had no answer in time.
        if (questions === 6) socket.write(Uint8Array.of(0x12, 0x12, 0x00));
      });
    });
    expect(result).toEqual({ kind: 'done', proof: 'accepted' });
  });
});

describe('peers that are no printers', () => {
  it('an echo proves no more than that it took the bytes', async () => {
    const result = await printTo((socket) => socket.pipe(socket));
    expect(['not-printed', 'possibly-printed', 'done']).toContain(result.kind);
    expect(result).not.toMatchObject({ proof: 'printed' });
    expect(result).not.toMatchObject({ proof: 'accepted' });
  });

  it('answers that nobody asked for spoil the word of whoever sends them', async () => {
    const result = await printTo((socket) => {
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) socket.write(Uint8Array.of(0x12, 0x12, 0x12, 0x00));
      });
    });
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
  });

  it('neither does a web server', async () => {
    const result = await printTo((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
    });
    expect(result).not.toMatchObject({ proof: 'printed' });
    expect(result).not.toMatchObject({ proof: 'accepted' });
  });
});

describe('a peer that sends without end', () => {
  const NO_PRINTER = { trouble: 'connection-lost', detail: 'it sends without end: this is no printer' };

  function flood(socket: Socket, byte: number): void {
    const bytes = Buffer.alloc(65_536, byte);
    const more = (): void => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  }

  it.each([
    ['answers to GS r', 0x00],
    ['answers to nothing', 0x12],
    ['automatic status', 0x10],
    ['what no printer sends', 0xff],
    ['the beginning of a block', 0x37],
  ])('%s: not printed, and let go of', async (_name, byte) => {
    let over = false;
    const result = await printTo((socket) => {
      socket.on('close', () => (over = true));
      flood(socket, byte);
    });
    expect(result).toEqual({ kind: 'not-printed', ...NO_PRINTER });
    await eventually(() => over);
  });

  it('once it has the job: possibly printed', async () => {
    const result = await printTo((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1b@')) flood(socket, 0);
      });
    });
    expect(result).toEqual({ kind: 'possibly-printed', ...NO_PRINTER });
  });
});

describe('one that falls silent', () => {
  it('is not saved by closing its side after ours', async () => {
    const result = await printTo((socket) => {
      let questions = 0;
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x10\x04') && ++questions <= 4) socket.write(Uint8Array.of(0x12));
      });
      socket.on('end', () => socket.end());
    });
    expect(result).toEqual({ kind: 'possibly-printed', trouble: 'no-answer', detail: 'it stopped answering' });
  });

  it('but one that only does not know a question, and GS r, is delivered', async () => {
    const result = await printTo((socket) => {
      socket.on('data', (chunk: Buffer) => {
        for (let at = chunk.indexOf('\x10\x04'); at >= 0; at = chunk.indexOf('\x10\x04', at + 1))
          if (chunk[at + 2] !== 3) socket.write(Uint8Array.of(0x12));
      });
      socket.on('end', () => socket.end());
    });
    expect(result).toEqual({ kind: 'done', proof: 'delivered' });
  });
});

describe('cancelling', () => {
  it('before the job: not printed; during it: possibly printed', async () => {
    const early = AbortSignal.abort();
    server = await startRawServer(answersStatus);
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, settings(server.port), { signal: early })).toMatchObject({ kind: 'not-printed' });
    const late = new AbortController();
    server.close().catch(() => undefined);
    server = await startRawServer((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('\x1d(H')) late.abort();
      });
    });
    expect(await printing.print(SLIP, settings(server.port), { signal: late.signal })).toMatchObject({
      kind: 'possibly-printed',
      trouble: 'no-answer',
    });
  });
});

it('every byte arrives although status bytes keep coming after the half-close', async () => {
  let got = 0;
  const long = { ...SLIP, parts: [...SLIP.parts, ...SLIP.parts, ...SLIP.parts] };
  const result = await printTo((socket) => {
    answersStatus(socket);
    socket.on('data', (chunk: Buffer) => {
      got += chunk.length;
      socket.write(Uint8Array.of(0x10, 0, 0, 0x0f));
    });
    socket.on('end', () => {
      socket.write(Uint8Array.of(0x10, 0, 0, 0x0f));
      socket.end();
    });
  }, long);
  expect(result).toEqual({ kind: 'done', proof: 'delivered' });
  expect(got).toBeGreaterThan(6000);
});

it('one connection at a time goes to a printer, and its end is awaited', async () => {
  let open = 0;
  let most = 0;
  server = await startRawServer((socket) => {
    open += 1;
    most = Math.max(most, open);
    socket.on('data', () => undefined);
    socket.on('end', () => {
      open -= 1;
      socket.end();
    });
  });
  const printing = printingWith(HASTY);
  const to = settings(server.port);
  await Promise.all([printing.print(SLIP, to), printing.status(to), printing.print(SLIP, to)]);
  expect(server.connections()).toBe(3);
  expect(most).toBe(1);
});
