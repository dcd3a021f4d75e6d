/**
 * An amount as Indonesians write it: `Rp 150.000`, with a space that does not break.
 * By hand, because what `Intl` writes differs between versions of ICU and is missing where Node is built without it.
 *
 * @param amount whole rupiah, not negative
 */
export function formatRupiah(amount: number): string {
  return `Rp\u00a0${String(amount).replace(/\B(?=(?:\d{3})+$)/g, '.')}`;
}
