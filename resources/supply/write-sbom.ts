/** `npm run sbom [FILE]`: what is shipped as CycloneDX 1.6 JSON: npm's own list, and Electron, which npm counts as a tool. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeSbom, npmSbom } from './sbom.ts';
import { ROOT } from './shipped.ts';

const file = process.argv[2] ?? join(ROOT, 'dist', 'sbom.cdx.json');
writeFileSync(file, `${JSON.stringify(completeSbom(npmSbom()), null, 2)}\n`);
process.stdout.write(`sbom: ${file}\n`);
