import { styleText } from 'node:util';
import { wrap } from '../options.js';
import type { CheckResult } from './check.js';

export interface TableOptions {
  isColoured: boolean;
  /** How many characters a line may have. */
  width: number;
}

type Verdict = CheckResult['verdict'];

const VERDICTS = {
  passed: { label: '✓ passed', colour: 'green' },
  failed: { label: '✗ FAILED', colour: 'red' },
  advice: { label: '! advice', colour: 'yellow' },
  unproven: { label: '? unproven', colour: 'yellow' },
  untried: { label: '- untried', colour: 'gray' },
  unseen: { label: '~ unseen', colour: 'gray' },
} as const satisfies Record<Verdict, { label: string; colour: string }>;

const VERDICT_NAMES = Object.keys(VERDICTS) as Verdict[];

const LABEL_WIDTH = Math.max(...Object.values(VERDICTS).map(({ label }) => label.length));

/** A fix stands under the name of its case. */
const INDENT = ' '.repeat(LABEL_WIDTH + 2);

/** A line for each case, each fix under the last case that it would fix, and the count of each verdict. */
export function table(results: readonly CheckResult[], { isColoured, width }: TableOptions): string {
  const paint = (verdict: Verdict, text: string) =>
    isColoured ? styleText(VERDICTS[verdict].colour, text, { validateStream: false }) : text;
  const tried = results.filter(({ verdict }) => verdict !== 'untried');
  const nameWidth = Math.max(...tried.map(({ name }) => name.length));
  const line = (label: string, name: string, expected: string, response: string, time: string) =>
    [label, name.padEnd(nameWidth), expected.padEnd(8), response.padEnd(8), time.padStart(9)].join('  ').trimEnd();
  const lines = tried.flatMap(({ name, expected, verdict, status, error, duration, fix }, index) => {
    const label = paint(verdict, VERDICTS[verdict].label.padEnd(LABEL_WIDTH));
    const response = String(status ?? (error ? 'none' : ''));
    const row = line(label, name, expected, response, duration === undefined ? '' : `${duration} ms`);
    if (!fix || tried.slice(index + 1).some((later) => later.fix === fix)) return [row];
    return [row, ...wrap(fix, width - INDENT.length).map((part) => INDENT + part), ''];
  });
  const counts = VERDICT_NAMES.flatMap((verdict) => {
    const count = results.filter((result) => result.verdict === verdict).length;
    return count > 0 ? [paint(verdict, `${count} ${verdict}`)] : [];
  });
  const heading = line(' '.repeat(LABEL_WIDTH), 'case', 'expected', 'response', 'time');
  return [heading, ...lines, ...(lines.at(-1) ? [''] : []), counts.join(', ')].join('\n');
}
