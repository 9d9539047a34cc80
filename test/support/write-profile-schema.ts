/** Writes resources/profile.schema.json anew; run it after a change of the profile's schema, then format. */
import { writeFileSync } from 'node:fs';
import { profileJsonSchema } from '../../main/app/profile-schema.ts';

const file = new URL('../../resources/profile.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(profileJsonSchema(), null, 2)}\n`);
