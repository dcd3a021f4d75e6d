import messages from 'site:messages';
import { element } from '../dom.js';
import { block, copyable, filled, parse, pretty } from './parts.js';
import { type Outcome, TIMEOUT_SECONDS } from './request.js';
import { PAGE_ORIGIN } from './sandbox.js';

const w = messages.try;

/** Shows what came of a request that was sent to a sandbox. */
export function shownOutcome(outcome: Outcome, origin: string): Node[] {
  switch (outcome.kind) {
    case 'no-sandbox':
      return help(`${w['no-sandbox']} ${origin}.`, w['no-sandbox-help'], 'npx @kgiton/sandbox');
    case 'refused':
      // Not `location.origin`: a page opened from disk has the origin `null`, which the sandbox has to allow.
      return help(
        filled(w.refused, { sandbox: origin }),
        w['refused-help'],
        `npx @kgiton/sandbox --allow-origin ${window.origin}`,
      );
    case 'forbidden':
      return [
        problem(
          filled(w[`forbidden-${outcome.by}`], { sandbox: origin }),
          outcome.by === 'permission' ? w['permission-help'] : w['forbidden-help'],
        ),
      ];
    case 'bad-key':
      return [problem(w['bad-key'])];
    case 'broken':
      return [problem(w.broken)];
    case 'no-response':
      return [problem(filled(w['no-response'], { seconds: TIMEOUT_SECONDS }))];
    case 'response':
      return response(outcome, origin);
  }
}

function response({ status, headers, body, milliseconds }: Outcome & { kind: 'response' }, origin: string): Node[] {
  const isSuccess = status >= 200 && status < 300;
  const head = element(
    'p',
    { class: 'try-status' },
    element('strong', { class: isSuccess ? 'good' : 'bad' }, String(status)),
    ` ${filled(w.time, { ms: milliseconds })}`,
  );
  const list = element(
    'dl',
    {},
    ...headers.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
  return [head, block(pretty(body)), ...explanation(parse(body).code), ...unreachable(body, origin), list];
}

/** Where the guide to errors says what to do. */
function explanation(code: unknown): Node[] {
  if (typeof code !== 'string') return [];
  const href = `${document.body.dataset.folder ?? ''}errors.html#${code}`;
  return [element('p', { class: 'try-note' }, element('a', { href }, filled(w['explain-code'], { code })))];
}

/** The sandbox in the page has no address that a browser could open. */
function unreachable(body: string, origin: string): Node[] {
  const hasAddress = origin === PAGE_ORIGIN && body.includes(PAGE_ORIGIN);
  return hasAddress ? [element('p', { class: 'try-note' }, w['page-addresses'])] : [];
}

function problem(text: string, remedy = ''): HTMLElement {
  return element('p', { class: 'try-problem' }, element('strong', {}, text), remedy && ` ${remedy}`);
}

function help(text: string, remedy: string, command: string): Node[] {
  return [problem(text, remedy), copyable(command)];
}
