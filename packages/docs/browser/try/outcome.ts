import messages from 'site:messages';
import { element } from '../dom.js';
import { block, copyable, filled, pretty } from './parts.js';
import { type Outcome, TIMEOUT_SECONDS } from './request.js';

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
      return response(outcome);
  }
}

function response({ status, headers, body, milliseconds }: Outcome & { kind: 'response' }): Node[] {
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
  return [head, block(pretty(body)), list];
}

function problem(text: string, remedy = ''): HTMLElement {
  return element('p', { class: 'try-problem' }, element('strong', {}, text), remedy && ` ${remedy}`);
}

function help(text: string, remedy: string, command: string): Node[] {
  return [problem(text, remedy), copyable(command)];
}
