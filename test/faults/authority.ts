/** The one authority that the client trusts in this process, beside those it always trusts; it dies with the process. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAuthority } from './certificates.ts';

export const authority = createAuthority();

/** The program has no setting to trust another authority, and gets none for its tests: Node itself is told. */
export function trustAuthority(): void {
  setDefaultCACertificates([...getCACertificates('default'), authority.cert]);
}
