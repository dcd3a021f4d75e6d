import messages from 'site:messages';
import data from 'site:try';
import type { Delivery, Payment } from '@kgiton/sandbox';
import { element } from '../dom.js';
import type { SentRequest } from './code.js';
import { copyRequest } from './copy-request.js';
import { block, field, filled, stepOf } from './parts.js';
import type { PageSandbox, ReceivedWebhook, Receiving } from './sandbox.js';

const w = messages.try;

const RECEIVINGS: readonly Receiving[] = ['verify', 'fail', 'hang'];

/**
 * The step in which the webhook reaches the reader's server.
 *
 * @param onReceived called with each webhook of the payment
 */
export function createWebhookStep(onReceived: (webhook: ReceivedWebhook) => void) {
  const waits = () => element('p', { class: 'try-note' }, w['webhook-waits']);
  const content = element('div', {}, waits());
  const receiver = element(
    'select',
    { name: 'receiver' },
    ...RECEIVINGS.map((receiving) => element('option', { value: receiving }, w[`receiver-${receiving}`])),
  );
  const step = stepOf(3, w.webhook, field(w.receiver, receiver), content);
  const copy = copyRequest(() => asRequest(last), w['webhook-as-code-help']);
  let last: ReceivedWebhook | undefined;
  let look = async () => {};

  return {
    element: step,
    receiver,
    update: () => look(),
    clear() {
      look = async () => {};
      content.replaceChildren(waits());
    },
    show(sandbox: PageSandbox, { paymentId, request }: Payment): void {
      let shown = '';
      let seen = 0;
      look = async () => {
        const delivery = await sandbox.deliveryOf(paymentId);
        // Those of other payments may still be repeated.
        const received = sandbox.receiver.received.filter(({ body }) => body.includes(paymentId));
        const now = JSON.stringify([delivery, received.length]);
        if (now === shown) return;
        shown = now;
        last = received.at(-1);
        copy.update();
        content.replaceChildren(
          ...(delivery
            ? progress(delivery, received.length)
            : [request.webhook_url ? waits() : note(w['no-webhook-url'])]),
          ...(last ? [message(last), copy.element] : []),
        );
        if (last && received.length > seen) onReceived(last);
        seen = received.length;
      };
    },
  };
}

const note = (text: string) => element('p', { class: 'try-note' }, text);

/** What has become of a delivery: each attempt, and when the next one is due. */
function progress({ state, attempts, nextAttemptAt }: Delivery, received: number): Node[] {
  const items = attempts.map(({ at, status, error }) =>
    element(
      'li',
      {},
      time(at),
      ' ',
      element('strong', { class: status === 200 ? 'good' : 'bad' }, String(status ?? error)),
    ),
  );
  const inFlight =
    received > attempts.length ? [element('li', {}, filled(w['in-flight'], { seconds: data.webhookTimeout }))] : [];
  const next = nextAttemptAt === undefined ? [] : [note(filled(w['next-attempt'], { time: clock(nextAttemptAt) }))];
  return [
    element(
      'p',
      { class: 'try-facts' },
      element('span', { class: 'try-state', 'data-state': state }, w[`delivery-${state}`]),
    ),
    element('ol', { class: 'try-attempts' }, ...items, ...inFlight),
    ...next,
  ];
}

/** The same webhook, for a handler on the reader's computer. */
function asRequest(webhook: ReceivedWebhook | undefined): SentRequest {
  const { url = '', body, signature = '' } = webhook ?? {};
  const headers: SentRequest['headers'] = [
    ['content-type', 'application/json'],
    [data.signatureHeader, signature],
  ];
  return { method: 'POST', url, headers, body };
}

/** The webhook as it arrived, byte for byte. */
function message({ url, body, signature }: ReceivedWebhook): HTMLElement {
  const { pathname, search, host } = new URL(url);
  const head = [
    `POST ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `${data.signatureHeader}: ${signature}`,
  ];
  const shown = block([...head, '', body].join('\n'));
  shown.classList.add('try-message');
  return shown;
}

export function clock(moment: number): string {
  return `${new Date(moment).toISOString().slice(11, 19)} UTC`;
}

function time(moment: number): HTMLElement {
  return element('time', { datetime: new Date(moment).toISOString() }, clock(moment));
}
