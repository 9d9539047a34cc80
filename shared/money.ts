/** Rupiah: whole numbers only; providers write them as decimal strings. */

const DECIMAL = /^(\d{1,15})(?:\.(\d{1,4}))?$/;

/**
 * A provider's decimal string (`"9000.00"`) in whole rupiah.
 * @returns null when it is not a whole, non-negative number of rupiah: an amount is never rounded
 */
export function rupiahFromDecimal(text: string): number | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  return /^0*$/.test(fraction) ? Number(whole) : null;
}

/** `Rp 9.000`. @param rupiah whole rupiah */
export function formatRupiah(rupiah: number): string {
  return `Rp ${rupiah.toString().replace(/\B(?=(\d{3})+$)/g, '.')}`;
}
