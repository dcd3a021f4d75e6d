import { GatewayError, KGiTONError, NetworkError, RateLimitError } from '@kgiton/sdk';

/** Describes an error for the owner's log. SDK errors fit on one line and never contain a key or a secret. */
export function describeError(error: unknown): string {
  if (!(error instanceof KGiTONError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { code, statusCode, requestId, message } = error;
  return `${code} (HTTP ${statusCode ?? '-'}, request id ${requestId ?? '-'}): ${message}`;
}

/** Explains an error to the customer: what it means for them, without mentioning tokens or licenses. */
export function explainToCustomer(error: KGiTONError): string {
  const isTemporary = error instanceof GatewayError || error instanceof NetworkError || error instanceof RateLimitError;
  return isTemporary
    ? 'Maaf, layanan pembayaran sedang sibuk. Anda belum membayar apa pun. Silakan coba lagi sebentar lagi.'
    : 'Maaf, pembayaran online sedang tidak tersedia. Anda belum membayar apa pun. Silakan bayar di kasir, atau coba lagi nanti.';
}
