/** `npm run bench:overhead`: from the press to the printer, ours against the bare script; into docs/bench.md, or with `--short` to the terminal. */
import { overheadMain } from './overhead.ts';

await overheadMain(process.argv.slice(2));
