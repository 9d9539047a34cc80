/** Run by package-check in a process of its own: loads the shipped native packages as main does, says which binaries came. */
import { createRequire } from 'node:module';

const [mainBundle = '', ...packages] = process.argv.slice(2);
const fromMain = createRequire(mainBundle);
for (const name of packages) fromMain(name);
const binaries = Object.keys(fromMain.cache).filter((path) => path.endsWith('.node'));
process.stdout.write(JSON.stringify(binaries));
