/** `npm run licences`: writes THIRD-PARTY-LICENSES.txt, or says why something may not be shipped. */
import { writeFileSync } from 'node:fs';
import { LICENCES_FILE, licenceProblems, licencesText } from './licences.ts';
import { shippedPackages } from './shipped.ts';

const packages = shippedPackages();
const problems = licenceProblems(packages);
for (const problem of problems) process.stderr.write(`licences: ${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else writeFileSync(LICENCES_FILE, licencesText(packages));
