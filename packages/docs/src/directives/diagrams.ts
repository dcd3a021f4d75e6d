import { operationOf } from '../document.js';
import { languageTag } from '../languages.js';
import { escapeText } from '../markdown/highlight.js';
import type { Directive, Form } from './directive.js';

// Pictures, made from texts of messages.*.yaml. They are lists that styles draw as pictures: every browser, screen reader
// and printer has their text, in the colours and the size of the page. In Markdown alone, they are the lists.

/**
 * `{{diagram qris}}`: a sequence. The first line of its text names who takes part, each other one says a step:
 * `A -> B: text`, `A --> B: text` for a response, `A -x B: text` for what is lost, `A: text` for what A does alone.
 */
export const diagram: Directive = ([name = ''], { messages }, form) => {
  const known = messages.group('diagrams');
  const text = known[name];
  if (!text?.includes('|')) throw new Error(`expected a sequence of the messages, got ${JSON.stringify(name)}.`);
  const [first = '', ...lines] = text.trim().split('\n');
  const lanes = first.split('|').map((lane) => lane.trim());
  const steps = lines.map((line) => stepOf(line, lanes));
  const heads = lanes.map((lane) => `<span>${inline(lane)}</span>`).join('');
  return picture(form, {
    kind: `sequence lanes-${lanes.length}`,
    title: messages.get(`diagrams.${name}-title`),
    isOrdered: true,
    before: `<div class="lanes" aria-hidden="true">${heads}</div>`,
    items: steps.map(stepItem),
  });
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

function stepItem({ from, to, kind, place, text }: Step): Item {
  const who = to ? `${from} → ${to}` : from;
  return {
    html: `<li class="step ${kind} ${place}"><b>${inline(who)}:</b> <span class="what">${inline(text)}</span></li>`,
    plain: `${who}: ${text}`,
  };
}

/** `{{states}}`: the states of a payment, from the first to each final one. */
export const states: Directive = (_, { messages }, form) => {
  const [first = '', ...lines] = messages.get('diagrams.states').trim().split('\n');
  const items = lines.map((line) => {
    const [, state = '', text = ''] = /^`(\w+)`: (.+)$/.exec(line) ?? [];
    return {
      html: `<li class="state-${state}"><b class="state"><span class="from">${inline(first)} → </span>${inline(`\`${state}\``)}:</b> <span>${inline(text)}</span></li>`,
      plain: `${first} → \`${state}\`: ${text}`,
    };
  });
  return picture(form, {
    kind: 'states',
    title: messages.get('diagrams.states-title'),
    isOrdered: false,
    before: `<div class="start" aria-hidden="true">${inline(first)}</div>`,
    items,
  });
};

/** `{{retries}}`: when each attempt of a webhook is made that is never acknowledged. */
export const retries: Directive = (_, { contract, messages, language }, form) => {
  const { 'x-delivery': delivery } = operationOf(contract, 'receivePaymentSuccess');
  const number = new Intl.NumberFormat(languageTag(language));
  const waits = [0, ...(delivery?.['retry-minutes'] ?? [])];
  const items = waits.map((wait, index) => {
    const after = waits.slice(0, index + 1).reduce((sum, one) => sum + one, 0);
    const values = { number: number.format(index + 1), wait: number.format(wait), after: number.format(after) };
    const gap = wait > 0 ? messages.get('diagrams.retries-wait', values) : '';
    const attempt = messages.get('diagrams.retries-attempt', values);
    const when = messages.get(index > 0 ? 'diagrams.retries-after' : 'diagrams.retries-at-once', values);
    return {
      html: `<li>${gap && `<small>${gap}</small> `}<b>${attempt}</b> <span>${when}</span></li>`,
      plain: `${gap && `${gap} `}${attempt} ${when}`,
    };
  });
  return picture(form, { kind: 'timeline', title: messages.get('diagrams.retries-title'), isOrdered: true, items });
};

interface Item {
  html: string;
  /** The same in Markdown. */
  plain: string;
}

interface Picture {
  /** Its classes. */
  kind: string;
  title: string;
  isOrdered: boolean;
  /** HTML before the list that says nothing which the list does not say. */
  before?: string;
  items: readonly Item[];
}

function picture(form: Form, { kind, title, isOrdered, before = '', items }: Picture): string {
  if (form === 'plain') {
    const lines = items.map(({ plain }, index) => `${isOrdered ? `${index + 1}.` : '-'} ${plain}`);
    return [`${title}:`, '', ...lines].join('\n');
  }
  const list = isOrdered ? 'ol' : 'ul';
  const content = `${before}<${list}>${items.map(({ html }) => html).join('')}</${list}>`;
  return `<figure class="diagram ${kind}"><figcaption>${inline(title)}</figcaption>${content}</figure>`;
}

/** Text with code between backticks. */
function inline(text: string): string {
  return escapeText(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
