import { GatewayError, KGiTONError, NetworkError, RateLimitError } from '@kgiton/sdk';

/** An error in one line for the owner's log. Errors of the SDK never hold a key or a secret. */
export function describeError(error: unknown): string {
  if (!(error instanceof KGiTONError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { code, statusCode, requestId, message } = error;
  return `${code} (HTTP ${statusCode ?? '-'}, request id ${requestId ?? '-'}): ${message}`;
}

/** What a customer is told: what it means for them, and nothing about tokens and licenses. */
export function explainToCustomer(error: KGiTONError): string {
  const passes = error instanceof GatewayError || error instanceof NetworkError || error instanceof RateLimitError;
  return passes
    ? 'Maaf, layanan pembayaran sedang sibuk. Anda belum membayar apa pun. Silakan coba lagi sebentar lagi.'
    : 'Maaf, pembayaran online sedang tidak tersedia. Anda belum membayar apa pun. Silakan bayar di kasir, atau coba lagi nanti.';
}
