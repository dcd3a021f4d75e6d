const rupiah = new Intl.NumberFormat('id-ID', { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 });
const dateTime = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Jakarta' });

/** `Rp 43.000` */
export function formatRupiah(amount: number): string {
  return rupiah.format(amount);
}

/** `23 November 2026 pukul 22.15 WIB`: in the shop's time zone, wherever the server and the customer are. */
export function formatTime(time: string): string {
  return `${dateTime.format(new Date(time))} WIB`;
}
