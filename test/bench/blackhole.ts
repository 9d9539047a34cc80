/** A process that listens with the shortest queue and never accepts: see `unreachable` in fault-printers.ts. */
import { createServer } from 'node:net';

const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  process.send?.(port, () => {
    // The event loop stands still, and with it every accept.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
