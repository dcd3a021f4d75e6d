import { KGiTON, type KGiTONOptions } from '../src/index.js';

export const apiKey = 'kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u';
export const licenseKey = 'AB12C-DE34F-GH56J-KL78M-NP90Q';

/** The payment of every test. */
export const payment = { transactionId: 'TRX-2026-001', amount: 50_000, licenseKey };

export function createKGiTON(baseUrl: string, options: KGiTONOptions = {}): KGiTON {
  return new KGiTON({ apiKey, baseUrl, ...options });
}

/** The reason with which the promise rejects; throws if it resolves. */
export async function rejection<E = Error>(promise: Promise<unknown>): Promise<E> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: E) => ({ error }),
  );
  if ('value' in outcome) throw new Error(`Expected a rejection, got ${JSON.stringify(outcome.value)}.`);
  return outcome.error;
}
