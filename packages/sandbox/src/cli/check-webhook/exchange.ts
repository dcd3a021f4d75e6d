import { rejectOnAbort, withinLimits } from '../../wait.js';
import type { WebhookMessage } from '../../webhooks/payload.js';
import { type Acknowledgement, isAcknowledged, postWebhook, type Send } from '../../webhooks/send.js';

/** What came back, with the parts of a refusal that say who refused and why. */
export interface Exchange extends Acknowledgement {
  /** The code of the error, if there was no response: `ECONNREFUSED`. */
  code?: string;
  /** The headers of a response that acknowledges nothing. */
  refusal?: Headers;
  /** The beginning of its body. */
  text?: string;
}

/** Sends one webhook, or a GET to its address. Never rejects. */
export type Attempt = (message: WebhookMessage & { method?: 'GET' }) => Promise<Exchange>;

/** Real milliseconds that the body of a response may take: KGiTON ignores it. */
const TEXT_TIMEOUT = 500;

const TEXT_LENGTH = 4_096;

/** Sends webhooks to a URL as KGiTON does. */
export function attempts(url: string, send: Send): Attempt {
  return async ({ method, body, headers }) => {
    let code: string | undefined;
    let copy: Response | undefined;
    const { status, error, duration } = await postWebhook({ url, body, headers }, async (request) => {
      try {
        const { signal } = request;
        const response = await send(method ? new Request(url, { method, redirect: 'manual', signal }) : request);
        if (!isAcknowledged(response)) copy = response.clone();
        return response;
      } catch (failure) {
        code = (failure as { cause?: { code?: string } }).cause?.code;
        throw failure;
      }
    });
    if (status === undefined) return { error: printable(error ?? ''), duration, ...(code && { code }) };
    return { status, duration, ...(copy && { refusal: copy.headers, text: await beginningOf(copy) }) };
  };
}

/** Characters that end a line, control a terminal or hide text. A receiver may send them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text of a receiver as a terminal may show it. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ').slice(0, 300);
}

/** The beginning of the body of a response, as far as it arrives in time. */
export async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return '';
  let text = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (signal: AbortSignal) => {
    const isLate = rejectOnAbort(signal);
    while (text.length < TEXT_LENGTH) {
      const { done, value } = await Promise.race([reader.read(), isLate]);
      if (done) return;
      text += value;
    }
  };
  await withinLimits({ milliseconds: TEXT_TIMEOUT }, read).catch(() => {});
  reader.cancel().catch(() => {});
  return text.slice(0, TEXT_LENGTH);
}
