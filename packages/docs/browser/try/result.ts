import messages from 'site:messages';
import { activateCopyButtons } from '../copy-buttons.js';
import { element } from '../dom.js';
import { localOrigin, type Outcome, TIMEOUT_SECONDS } from './request.js';

const w = messages.try;

/** Shows an outcome. */
export function resultOf(outcome: Outcome, sandbox: string): Node[] {
  if (outcome.kind === 'no-sandbox')
    return help(`${w['no-sandbox']} ${sandbox}.`, w['no-sandbox-help'], 'npx @kgiton/sandbox');
  if (outcome.kind === 'bad-key') return [element('p', { class: 'try-problem' }, w['bad-key'])];
  if (outcome.kind === 'no-response')
    return [element('p', { class: 'try-problem' }, w['no-response'].replace('{seconds}', String(TIMEOUT_SECONDS)))];
  if (outcome.kind === 'refused') {
    // Not `location.origin`: a page opened from disk has the origin `null`, which the sandbox has to allow.
    const command = `npx @kgiton/sandbox --allow-origin ${window.origin}`;
    return help(w.refused.replace('{sandbox}', sandbox), w['refused-help'], command);
  }
  const { status, headers, body, milliseconds } = outcome;
  const isSuccess = status >= 200 && status < 300;
  const head = element(
    'p',
    { class: 'try-status' },
    element('strong', { class: isSuccess ? 'good' : 'bad' }, String(status)),
    ` ${w.time.replace('{ms}', String(milliseconds))}`,
  );
  const list = element(
    'dl',
    {},
    ...headers.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
  return [head, ...payment(body, sandbox), element('pre', { tabindex: 0 }, element('code', {}, pretty(body))), list];
}

function help(problem: string, remedy: string, command: string): Node[] {
  return [element('p', { class: 'try-problem' }, element('strong', {}, problem), ` ${remedy}`), copyable(command)];
}

function copyable(command: string): HTMLElement {
  const code = element('pre', { tabindex: 0 }, element('code', {}, command));
  const figure = element(
    'figure',
    { class: 'code' },
    code,
    element('button', { type: 'button', class: 'copy' }, messages.copy),
  );
  activateCopyButtons(figure);
  return figure;
}

interface Payment {
  payment_url?: string | null;
  qris?: { qr_image_url?: string } | null;
}

/** What the customer would see: the QR code, or a link to the checkout page. */
function payment(body: string, sandbox: string): Node[] {
  const { payment_url: page, qris } = parse(body) as Payment;
  const image = qris?.qr_image_url;
  const parts: Node[] = [];
  // Images and links must lead to this computer, like everything else here.
  if (image && localOrigin(image))
    parts.push(element('img', { src: image, alt: w['qr-alt'], width: 200, height: 200 }));
  if (page && localOrigin(page)) parts.push(outward(page, w.checkout));
  if (image || page) parts.push(outward(sandbox, w.dashboard));
  return parts.length > 0 ? [element('div', { class: 'try-payment' }, ...parts)] : [];
}

function outward(href: string, text: string): HTMLAnchorElement {
  return element('a', { href, target: '_blank', rel: 'noopener' }, text);
}

function parse(body: string): object {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
