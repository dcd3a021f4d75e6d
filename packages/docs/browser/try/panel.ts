import messages from 'site:messages';
import data from 'site:try';
import css from 'site:try-style';
import type { Payment } from '@kgiton/sandbox';
import { element } from '../dom.js';
import { createControls } from './controls.js';
import { copyRequest } from './copy-request.js';
import { createCustomerStep, stateOf } from './customer.js';
import type { Panel } from './dialog.js';
import { createRequestForm } from './form.js';
import { createNews } from './news.js';
import { shownOutcome } from './outcome.js';
import { parse, stepOf } from './parts.js';
import { type ApiRequest, headersOf, type Outcome, send, type Target } from './request.js';
import { PAGE_ORIGIN, type PageSandbox, type Receiving, startPageSandbox } from './sandbox.js';
import { createStatusStep } from './status.js';
import { createTargetChoice } from './target.js';
import { createVerifyStep } from './verify.js';
import { createWebhookStep } from './webhook.js';

const w = messages.try;

/** The name of every API key begins with it. */
const [API_KEY_PREFIX = ''] = /^[a-z]+_/.exec(data.apiKey) ?? [];

globalThis.kgitonTry = async (engine) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  return createPanel(await startPageSandbox(engine));
};

function createPanel(sandbox: PageSandbox): Panel {
  const page: Target = { origin: PAGE_ORIGIN, fetch: sandbox.fetch, explain: async () => ({ kind: 'broken' }) };
  const target = createTargetChoice(page);
  const request = createRequestForm();
  const news = createNews();
  const customer = createCustomerStep();
  const verify = createVerifyStep();
  const webhook = createWebhookStep((received) => {
    verify.show(sandbox, received);
    news.tell(w['news-webhook'], webhook.element);
  });
  const account = () => (request.apiKey().startsWith(API_KEY_PREFIX) ? request.apiKey() : data.apiKey);
  const controls = createControls(sandbox, account);
  const result = element('div', { class: 'try-result', 'aria-live': 'polite' });

  /** Sends a request to the chosen sandbox. Undefined when there is none at the address. */
  async function perform(sent: ApiRequest, shown: HTMLElement): Promise<Outcome | undefined> {
    const chosen = target.chosen();
    if (!chosen) {
      shown.replaceChildren(element('p', { class: 'try-problem' }, target.problem()));
      return undefined;
    }
    shown.replaceChildren(element('p', { class: 'try-waiting' }, w.sending));
    const outcome = await send(chosen, sent);
    shown.replaceChildren(...shownOutcome(outcome, chosen.origin));
    return outcome;
  }
  const asSent = (sent: ApiRequest) => ({
    method: sent.method,
    url: target.codeOrigin() + sent.path,
    headers: headersOf(sent),
    body: sent.body,
  });

  const generating = (): ApiRequest => ({
    method: 'POST',
    path: data.endpoint,
    apiKey: request.apiKey(),
    body: request.body(),
  });
  const copy = copyRequest(() => asSent(generating()));
  const status = createStatusStep(request.apiKey, perform, asSent);
  request.onChange(copy.update);

  /** Counts what was begun: only the outcome of the last is shown. */
  let begun = 0;
  let current: Payment | undefined;
  const isBusy = (busy: boolean) => request.submit.setAttribute('aria-disabled', String(busy));

  function clear(): void {
    current = undefined;
    for (const step of [customer, webhook, verify, news]) step.clear();
  }

  function startOver(): void {
    begun++;
    isBusy(false);
    clear();
    result.replaceChildren();
    status.clear();
  }

  async function generate(): Promise<void> {
    // Not `disabled`: the button would lose the focus.
    if (request.submit.getAttribute('aria-disabled') === 'true') return;
    const own = ++begun;
    const isPage = target.isPage();
    isBusy(true);
    clear();
    const shown = element('div', {});
    result.replaceChildren(shown);
    const outcome = await perform(generating(), shown);
    if (own !== begun) return;
    isBusy(false);
    result.scrollIntoView({ block: 'nearest' });
    status.suggest(String(parse(request.body()).transaction_id ?? ''));
    if (outcome?.kind !== 'response') return;
    const response = parse(outcome.body);
    if (!isPage) return customer.showRemote(target.chosen()?.origin ?? '', response);
    if (typeof response.payment_id !== 'string') return;
    await follow(response.payment_id);
  }

  /** Shows what becomes of a payment of the sandbox in the page. */
  async function follow(id: string): Promise<void> {
    const payment = await sandbox.payment(id).catch(() => undefined);
    if (!payment) return;
    current = payment;
    await customer.show(sandbox, payment);
    webhook.show(sandbox, payment);
    const isPending = stateOf(payment, await sandbox.currentTime(payment.apiKey)) === 'pending';
    if (isPending) news.tell(w['news-created'], customer.element);
    await update();
  }

  async function update(): Promise<void> {
    await controls.update();
    if (!target.isPage() || !current) return;
    // After a reset there is nothing to look at.
    await Promise.all([customer.update(), webhook.update()]).catch(clear);
  }

  let isDue = false;
  const updateSoon = () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      update();
    });
  };
  sandbox.subscribe(updateSoon);
  webhook.receiver.addEventListener('change', () => {
    sandbox.receiver.receiving = webhook.receiver.value as Receiving;
  });
  request.form.addEventListener('submit', (event) => {
    event.preventDefault();
    generate();
  });

  const create = stepOf(1, w.create, request.form, result, copy.element);
  const steps = element(
    'div',
    { class: 'try-steps' },
    create,
    customer.element,
    webhook.element,
    verify.element,
    status.element,
  );
  const intro = element('p', { class: 'try-intro' }, w.intro);
  const aside = element('div', { class: 'try-aside' }, controls.element, target.element);
  const layout = element('div', { class: 'try-layout' }, steps, aside);
  // Its clock runs.
  setInterval(() => layout.checkVisibility() && updateSoon(), 1_000);
  target.onChange(() => {
    for (const part of [intro, webhook.element, verify.element, controls.element]) part.hidden = !target.isPage();
    layout.classList.toggle('remote', !target.isPage());
    startOver();
    copy.update();
  });

  return {
    element: element('div', {}, intro, layout, news.element),
    prefill(name) {
      startOver();
      request.prefill(name);
      updateSoon();
    },
  };
}
