import { type Language, LOCALES } from '../pages/language.js';

/** Every text of the checkout page. A language that lacks one does not compile. */
export interface Texts {
  sandbox: string;
  /** Before the merchant's name. */
  paymentTo: string;
  total: string;
  timeLeft: string;
  payBefore: string;
  scan: string;
  qrCode: string;
  payNow: string;
  cancel: string;
  checkStatus: string;
  paid: string;
  paidExplanation: string;
  redirecting: (seconds: number) => string;
  stay: string;
  staying: string;
  expired: string;
  expiredExplanation: string;
  failed: string;
  failedExplanation: string;
  missing: string;
  missingExplanation: string;
  toPayments: string;
  /** Before a time in the past. */
  expiredAt: string;
  /** Before the merchant's name. */
  backTo: string;
  details: string;
  description: string;
  customer: string;
  transactionId: string;
  paymentId: string;
  /** The locale that dates and times are written in. */
  locale: string;
  dateAndTime: (date: string, time: string) => string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  id: {
    sandbox: 'Mode sandbox: ini hanya simulasi, tidak ada uang yang berpindah.',
    paymentTo: 'Pembayaran ke',
    total: 'Total',
    timeLeft: 'Sisa waktu',
    payBefore: 'Bayar sebelum',
    scan: 'Atau pindai QRIS ini dengan aplikasi bank atau e-wallet Anda.',
    qrCode: 'Kode QRIS untuk pembayaran ini',
    payNow: 'Bayar sekarang',
    cancel: 'Batal',
    checkStatus: 'Sudah bayar? Cek status',
    paid: 'Pembayaran berhasil',
    paidExplanation: 'Terima kasih, pembayaran Anda sudah diterima.',
    redirecting: (seconds) => `Anda akan diarahkan kembali dalam ${seconds}\u00a0detik.`,
    stay: 'Tetap di halaman ini',
    staying: 'Anda tetap di halaman ini.',
    expired: 'Waktu pembayaran habis',
    expiredExplanation: 'Tagihan ini tidak bisa dibayar lagi. Silakan buat pesanan baru.',
    failed: 'Pembayaran gagal',
    failedExplanation: 'Tidak ada uang yang ditarik. Silakan buat pesanan baru.',
    missing: 'Halaman checkout tidak ditemukan',
    missingExplanation: 'Tidak ada pembayaran di alamat ini. Sandbox melupakan pembayaran saat dijalankan ulang.',
    toPayments: 'Semua pembayaran di dasbor',
    expiredAt: 'Berakhir pada',
    backTo: 'Kembali ke',
    details: 'Rincian pesanan',
    description: 'Keterangan',
    customer: 'Pelanggan',
    transactionId: 'ID transaksi',
    paymentId: 'ID pembayaran',
    locale: LOCALES.id,
    dateAndTime: (date, time) => `${date} pukul\u00a0${time}\u00a0WIB`,
  },
  en: {
    sandbox: 'Sandbox mode: this is only a simulation; no money moves.',
    paymentTo: 'Payment to',
    total: 'Total',
    timeLeft: 'Time left',
    payBefore: 'Pay before',
    scan: 'Or scan this QRIS code with your banking app or e-wallet.',
    qrCode: 'QRIS code for this payment',
    payNow: 'Pay now',
    cancel: 'Cancel',
    checkStatus: 'Already paid? Check status',
    paid: 'Payment successful',
    paidExplanation: 'Thank you, your payment has been received.',
    redirecting: (seconds) => `You will be redirected in ${seconds}\u00a0seconds.`,
    stay: 'Stay on this page',
    staying: 'You are staying on this page.',
    expired: 'This payment has expired',
    expiredExplanation: 'You can no longer pay this bill. Please place a new order.',
    failed: 'This payment has failed',
    failedExplanation: 'No money was taken. Please place a new order.',
    missing: 'Checkout page not found',
    missingExplanation: 'There is no payment at this address. The sandbox forgets payments when it restarts.',
    toPayments: 'All payments in the dashboard',
    expiredAt: 'Expired on',
    backTo: 'Back to',
    details: 'Order details',
    description: 'Description',
    customer: 'Customer',
    transactionId: 'Transaction ID',
    paymentId: 'Payment ID',
    locale: LOCALES.en,
    dateAndTime: (date, time) => `${date} at\u00a0${time}\u00a0WIB`,
  },
};
