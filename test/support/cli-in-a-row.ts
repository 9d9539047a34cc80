/** Runs several command lines in one process, each as by itself: stops at the first that does not end with 0. */
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { runCli } from '../../main/cli/program.ts';

for (const args of z.array(z.array(z.string())).parse(await json(process.stdin))) {
  const status = await runCli(args);
  if (status === 0) continue;
  process.stderr.write(`\n${args.join(' ')} ended with ${status}\n`);
  process.exitCode = status;
  break;
}
