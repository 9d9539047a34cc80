/** Pinned public keys: of whom an authority vouches for, only those whose key the profile names are the provider. */
import { createHash, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

/** Certificates from a leaf upwards that are looked at; no provider's chain is near it. */
const LONGEST = 8;

/** SHA-256 over the certificate's SubjectPublicKeyInfo, written `sha256/BASE64` (RFC 7469, 2.4). */
export function pinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(spki).digest('base64')}`;
}

function isInItsDays(certificate: X509Certificate): boolean {
  return Date.parse(certificate.validFrom) <= Date.now() && Date.now() <= Date.parse(certificate.validTo);
}

/** Whether `above` is an authority, and no root, whose key signed `below`. */
function vouches(above: X509Certificate, below: X509Certificate): boolean {
  const isRoot = above.checkIssued(above);
  return !isRoot && above.ca && isInItsDays(above) && below.checkIssued(above) && below.verify(above.publicKey);
}

/**
 * The server's own certificate, then each authority's that signed the one before it. What Node hands out is put together
 * by names out of whatever the server sent: a certificate with a fitting name and a pinned key would stand in it. So
 * every signature is checked once more here, and the chain ends where one does not hold.
 */
function signedChain(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let given: { readonly raw?: Buffer; readonly issuerCertificate?: object } | undefined =
    socket.getPeerCertificate(true);
  while (given?.raw !== undefined && chain.length < LONGEST) {
    const certificate = new X509Certificate(given.raw);
    const below = chain.at(-1);
    if (below !== undefined && !vouches(certificate, below)) break;
    chain.push(certificate);
    if (given.issuerCertificate === given) break;
    given = given.issuerCertificate;
  }
  return chain;
}

/**
 * Whether one of the keys behind this connection is pinned: the server's own, or that of an authority between it and
 * the root. Only for a connection whose chain and name were verified by a full handshake; any other is not pinned.
 * @param pins as the profile has them, `sha256/BASE64`
 */
export function isPinned(socket: TLSSocket, pins: readonly string[]): boolean {
  // A resumed session shows no certificates of today; none is ever offered by us.
  if (!socket.authorized || socket.isSessionReused()) return false;
  try {
    return signedChain(socket).some((certificate) => pins.includes(pinOf(certificate)));
  } catch {
    return false; // a certificate or key that OpenSSL itself cannot read
  }
}
