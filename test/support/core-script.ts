/** Holds a private key as a till does, guarded or not, and dies as a crash would: the system writes its core where it stands. */
import { createPrivateKey } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { guardProcess } from '../../main/guard-process.ts';

const pem = await text(process.stdin);
if (process.argv[2] === 'guarded') guardProcess(() => process.exit(1));
const key = createPrivateKey(pem);
process.stdout.write(`${key.asymmetricKeyType} ${pem.length}`, () => process.abort());
