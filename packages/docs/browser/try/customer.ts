import messages from 'site:messages';
import type { Payment } from '@kgiton/sandbox';
import { element } from '../dom.js';
import { createCheckoutFrame } from './checkout-frame.js';
import { button, filled, outward, stepOf } from './parts.js';
import { allowedOrigin } from './request.js';
import type { PageSandbox } from './sandbox.js';

const w = messages.try;

type PaymentResponse = Partial<Payment['response']>;

/** The step in which the reader is the customer. */
export function createCustomerStep() {
  const content = element('div', {}, element('p', { class: 'try-note' }, w['customer-waits']));
  const step = stepOf(2, w.customer, content);
  /** What looks again after a change. */
  let look = async () => {};

  return {
    element: step,
    update: () => look(),
    clear() {
      look = async () => {};
      content.replaceChildren(element('p', { class: 'try-note' }, w['customer-waits']));
    },
    /** Shows a payment of the sandbox in the page. */
    async show(sandbox: PageSandbox, { paymentId, apiKey, response }: Payment): Promise<void> {
      const state = element('span', { class: 'try-state' });
      const problem = element('p', { class: 'try-problem', role: 'status' });
      const act = (action: 'pay' | 'expire' | 'fail') => async () => {
        problem.textContent = '';
        await sandbox[action](paymentId, apiKey).catch((error: Error) => {
          problem.textContent = error.message;
        });
      };
      const isPage = response.payment_type === 'CHECKOUT_PAGE';
      const pay = button(w.pay, act('pay'), 'primary');
      const others = [button(w.expire, act('expire')), button(w.fail, act('fail'))];
      const leaving = element('p', { class: 'try-note', role: 'status' });
      const frame = createCheckoutFrame(sandbox, w['checkout-title'], (url) => {
        leaving.textContent = filled(w.leaves, { url });
      });
      content.replaceChildren(
        element('p', { class: 'try-facts' }, element('code', {}, paymentId), ' ', state),
        isPage ? frame.element : element('div', { class: 'try-qr' }, await qrCode(sandbox, response)),
        leaving,
        element('p', { class: 'try-actions' }, ...(isPage ? [] : [pay]), ...others),
        problem,
      );
      if (response.payment_url) await frame.open(`${response.payment_url}?lang=${document.documentElement.lang}`);
      look = async () => {
        const now = await sandbox.currentTime(apiKey);
        const payment = await sandbox.payment(paymentId, apiKey);
        const shown = stateOf(payment, now);
        if (state.dataset.state === shown) return;
        state.dataset.state = shown;
        state.textContent = w[`state-${shown}`];
        for (const one of [pay, ...others]) one.setAttribute('aria-disabled', String(shown !== 'pending'));
        if (isPage) frame.look();
      };
      await look();
    },
    /** Links to the QR code, the checkout page and the dashboard of a sandbox at an address. */
    showRemote(origin: string, { payment_url: page, qris }: PaymentResponse): void {
      const image = qris?.qr_image_url;
      const parts: Node[] = [];
      // Images and links must lead where the policy allows, like everything else here.
      if (image && allowedOrigin(image))
        parts.push(element('img', { src: image, alt: w['qr-alt'], width: 200, height: 200 }));
      if (page && allowedOrigin(page)) parts.push(outward(page, w.checkout));
      if (image || page) parts.push(outward(origin, w.dashboard));
      content.replaceChildren(element('div', { class: 'try-payment' }, ...parts));
    },
  };
}

export function stateOf(
  { paidAt, failedAt, expiresAt }: Payment,
  now: number,
): 'paid' | 'failed' | 'expired' | 'pending' {
  if (paidAt !== undefined) return 'paid';
  if (failedAt !== undefined) return 'failed';
  return now >= expiresAt ? 'expired' : 'pending';
}

/** The image that `qr_image_url` leads to. A `data:` URL: the policy of the page allows no other of its own. */
async function qrCode(sandbox: PageSandbox, { qris }: PaymentResponse): Promise<HTMLElement> {
  const response = await sandbox.fetch(new Request(qris?.qr_image_url ?? ''));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return element('img', {
    src: `data:${response.headers.get('content-type')};base64,${btoa(binary)}`,
    alt: w['qr-alt'],
    width: 240,
    height: 240,
  });
}
