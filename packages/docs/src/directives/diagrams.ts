import { operationOf } from '../document.js';
import { languageTag } from '../languages.js';
import { escapeText } from '../markdown/highlight.js';
import type { Directive } from './directive.js';

// Pictures, made from texts of messages.*.yaml. They are lists that styles draw as pictures: every browser, screen reader
// and printer has their text, in the colours and the size of the page.

/**
 * `{{diagram qris}}`: a sequence. The first line of its text names who takes part, each other one says a step:
 * `A -> B: text`, `A --> B: text` for a response, `A -x B: text` for what is lost, `A: text` for what A does alone.
 */
export const diagram: Directive = ([name = ''], { messages }) => {
  const known = messages.group('diagrams');
  const text = known[name];
  if (!text?.includes('|')) throw new Error(`expected a sequence of the messages, got ${JSON.stringify(name)}.`);
  const [first = '', ...lines] = text.trim().split('\n');
  const lanes = first.split('|').map((lane) => lane.trim());
  const steps = lines.map((line) => stepOf(line, lanes));
  const heads = lanes.map((lane) => `<span>${inline(lane)}</span>`).join('');
  return figure(
    `sequence lanes-${lanes.length}`,
    messages.get(`diagrams.${name}-title`),
    `<div class="lanes" aria-hidden="true">${heads}</div><ol>${steps.map(stepItem).join('')}</ol>`,
  );
};

export interface Step {
  from: string;
  to: string | undefined;
  kind: 'request' | 'response' | 'lost' | 'alone';
  /** Between which lanes, from the left, and where it points. */
  place: string;
  text: string;
}

const KINDS = { '->': 'request', '-->': 'response', '-x': 'lost' } as const;

/** @throws {Error} for a line that is no step between those who take part */
export function stepOf(line: string, lanes: readonly string[]): Step {
  const [, from = '', arrow, to, text = ''] = /^(.+?)(?: (-->|->|-x) (.+?))?: (.+)$/.exec(line.trim()) ?? [];
  const [start, end] = [from, to ?? from].map((lane) => lanes.indexOf(lane) + 1);
  if (!start || !end || (arrow && start === end)) {
    throw new Error(`expected a step between ${lanes.join(', ')}, got ${JSON.stringify(line)}.`);
  }
  const [left, right] = [Math.min(start, end), Math.max(start, end)];
  const kind = arrow ? KINDS[arrow as keyof typeof KINDS] : 'alone';
  const place = kind === 'alone' ? `at-${start}` : `at-${left}-${right} ${start < end ? 'right' : 'left'}`;
  return { from, to, kind, place, text };
}

function stepItem({ from, to, kind, place, text }: Step): string {
  const who = to ? `${from} → ${to}` : from;
  return `<li class="step ${kind} ${place}"><b>${inline(who)}:</b> <span class="what">${inline(text)}</span></li>`;
}

/** `{{states}}`: the states of a payment, from the first to each final one. */
export const states: Directive = (_, { messages }) => {
  const [first = '', ...lines] = messages.get('diagrams.states').trim().split('\n');
  const items = lines.map((line) => {
    const [, state = '', text = ''] = /^`(\w+)`: (.+)$/.exec(line) ?? [];
    return `<li class="state-${state}"><b class="state"><span class="from">${inline(first)} → </span>${inline(`\`${state}\``)}:</b> <span>${inline(text)}</span></li>`;
  });
  const start = `<div class="start" aria-hidden="true">${inline(first)}</div>`;
  return figure('states', messages.get('diagrams.states-title'), `${start}<ul>${items.join('')}</ul>`);
};

/** `{{retries}}`: when each attempt of a webhook is made that is never acknowledged. */
export const retries: Directive = (_, { contract, messages, language }) => {
  const { 'x-delivery': delivery } = operationOf(contract, 'receivePaymentSuccess');
  const number = new Intl.NumberFormat(languageTag(language));
  const waits = [0, ...(delivery?.['retry-minutes'] ?? [])];
  const items = waits.map((wait, index) => {
    const after = waits.slice(0, index + 1).reduce((sum, one) => sum + one, 0);
    const values = { number: number.format(index + 1), wait: number.format(wait), after: number.format(after) };
    const gap = wait > 0 ? `<small>${messages.get('diagrams.retries-wait', values)}</small> ` : '';
    const when = messages.get(index > 0 ? 'diagrams.retries-after' : 'diagrams.retries-at-once', values);
    return `<li>${gap}<b>${messages.get('diagrams.retries-attempt', values)}</b> <span>${when}</span></li>`;
  });
  return figure('timeline', messages.get('diagrams.retries-title'), `<ol>${items.join('')}</ol>`);
};

function figure(kind: string, title: string, content: string): string {
  return `<figure class="diagram ${kind}"><figcaption>${inline(title)}</figcaption>${content}</figure>`;
}

/** Text with code between backticks. */
function inline(text: string): string {
  return escapeText(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
