/** The page names printers, never where they are: no request takes an address, a path or a URL but the profile's file. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../shared/contract.ts';

const ADDRESS =
  /^(?:host|port|path|file|folder|address|ip|url|uri|transport|device|vendorId|productId|queue|server|socket)$/i;

/** Names of all properties of a JSON schema, however deep. */
function namesIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}

it('takes an address of nothing', () => {
  const asked = Object.entries(contract.requests).flatMap(([channel, { input }]) =>
    namesIn(z.toJSONSchema(input, { io: 'input' })).map((name) => ({ channel, name })),
  );
  expect(asked.length).toBeGreaterThan(20);
  const addresses = asked.filter(({ name }) => ADDRESS.test(name)).map(({ channel, name }) => `${channel} ${name}`);
  // A profile that was dropped on the window; what is in it is judged as a whole.
  expect(addresses).toEqual(['profile.provision path']);
});
