import messages from 'site:messages';
import data from 'site:try';
import type { FaultKind } from '@kgiton/sandbox';
import { element } from '../dom.js';
import { button, field } from './parts.js';
import type { PageSandbox } from './sandbox.js';
import { clock } from './webhook.js';

const w = messages.try;

/** The moves of the clock, in minutes: past each retry, and past each expiry. */
const MOVES = [1, 5, 15, 60, 120];

/** What the reader can do to the sandbox, and see of it: its clock, the tokens, the faults. */
export function createControls(sandbox: PageSandbox, account: () => string) {
  const time = element('strong', { class: 'try-clock' });
  const tokens = element('tbody', {});
  const meaning = element('p', { class: 'try-note', id: 'try-fault-meaning' });
  const active = element('ul', { class: 'try-faults' });
  const fault = element(
    'select',
    { name: 'fault', 'aria-describedby': 'try-fault-meaning' },
    ...(['webhook', 'request'] as const).map((affects) =>
      element(
        'optgroup',
        { label: w[`fault-${affects}`] },
        ...data.faults.filter((one) => one.affects === affects).map(({ kind }) => element('option', {}, kind)),
      ),
    ),
  );
  const explain = () => {
    const text = data.faults.find(({ kind }) => kind === fault.value)?.meaning ?? '';
    // Every second part stands between backticks.
    meaning.replaceChildren(...text.split('`').map((part, index) => (index % 2 ? element('code', {}, part) : part)));
  };
  fault.addEventListener('change', explain);
  explain();

  const set = () => sandbox.setFault({ kind: fault.value as FaultKind, times: 1 }, { apiKey: account() });
  const move = (minutes: number) => () => sandbox.advance({ minutes }, account());
  const moves = MOVES.map((minutes) =>
    button(minutes < 60 ? `+${minutes} ${w.minutes}` : `+${minutes / 60} ${w.hours}`, move(minutes)),
  );

  /** The last number of tokens of each license key, to see which one changes. */
  const known = new Map<string, number>();

  async function update(): Promise<void> {
    const apiKey = account();
    time.textContent = clock(await sandbox.currentTime(apiKey));
    const licenses = await sandbox.licenses(apiKey);
    const rows = licenses.map(({ key, tokens: count }) => {
      const isChanged = known.has(key) && known.get(key) !== count;
      known.set(key, count);
      const number = count.toLocaleString(document.documentElement.lang);
      return element(
        'tr',
        { class: isChanged ? 'changed' : undefined },
        element('td', {}, element('code', {}, key)),
        element('td', {}, number),
      );
    });
    const isSame = tokens.textContent === rows.map((row) => row.textContent).join('');
    if (!isSame) tokens.replaceChildren(...rows);
    const faults = await sandbox.faults(apiKey);
    const shown = faults.map(({ fault: { kind } }) => kind).join();
    if (active.dataset.shown === shown) return;
    active.dataset.shown = shown;
    active.replaceChildren(
      ...faults.map(({ fault: { kind } }) =>
        element(
          'li',
          {},
          element('code', {}, kind),
          ' ',
          button(w['clear-fault'], () => sandbox.setFault(undefined, { apiKey, kind })),
        ),
      ),
    );
  }

  return {
    element: element(
      'aside',
      { class: 'try-controls', 'aria-label': w.controls },
      element('h3', {}, w.clock),
      element('p', {}, time),
      element('p', { class: 'try-actions' }, ...moves),
      element('p', { class: 'try-note' }, w['clock-help']),
      element('h3', {}, w.faults),
      field(w.fault, fault),
      meaning,
      element('p', { class: 'try-actions' }, button(w['set-fault'], set)),
      active,
      element('h3', {}, w.tokens),
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, w['license-key']),
            element('th', { scope: 'col' }, w.tokens),
          ),
        ),
        tokens,
      ),
    ),
    update,
  };
}
