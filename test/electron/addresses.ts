/** How `app://` addresses look in Chromium: each host as an https origin that exists nowhere but in the stand-in. */

/** `.invalid` never resolves (RFC 2606), so nothing can slip out even where nothing intercepts. */
const SUFFIX = '.app.invalid';

/** `app://host/path` → `https://host.app.invalid/path`; any other address stays. */
export function toChromium(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== 'app:') return address;
  return `https://${url.host}${SUFFIX}${address.slice(`app://${url.host}`.length) || '/'}`;
}

/** The way back. */
export function fromChromium(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || !url.host.endsWith(SUFFIX)) return address;
  return `app://${url.host.slice(0, -SUFFIX.length)}${address.slice(`https://${url.host}`.length)}`;
}
