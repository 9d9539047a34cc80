/** The till without a window: the same actions, for scripts, support and trying it out. */
import { runCli } from './cli/program.ts';
import { tellFault } from './cli/run.ts';
import { createVoice } from './cli/voice.ts';
import { guardProcess } from './guard-process.ts';

/** As for any fault of which it is not known what had left. */
const NOT_CERTAIN = 4;

guardProcess((error) => {
  tellFault(createVoice({ json: false, lang: undefined }), error);
  process.exit(NOT_CERTAIN);
});
process.exitCode = await runCli(process.argv.slice(2));
