/** The till without a window: the same actions, for scripts, support and trying it out. */
import { runCli } from './cli/program.ts';

process.exitCode = await runCli(process.argv.slice(2));
