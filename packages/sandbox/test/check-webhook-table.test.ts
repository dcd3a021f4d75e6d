import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../src/cli/check-webhook/check.js';
import { table } from '../src/cli/check-webhook/table.js';
import { cli } from './command.js';

describe('the table of check-webhook', () => {
  const results: CheckResult[] = [
    { name: 'one', expected: 'accepted', verdict: 'passed', status: 200, duration: 7 },
    {
      name: 'number two',
      expected: 'refused',
      verdict: 'failed',
      status: 200,
      duration: 1234,
      fix: 'Verify it first.',
    },
    { name: 'four', expected: 'accepted', verdict: 'failed', error: 'reset', duration: 5, fix: 'Answer it.' },
    { name: 'three', expected: 'refused', verdict: 'failed', status: 200, duration: 5, fix: 'Verify it first.' },
    { name: 'five', expected: 'refused', verdict: 'untried' },
    { name: 'six', expected: 'accepted', verdict: 'advice', status: 413, duration: 5, fix: 'Take more.' },
    { name: 'seven', expected: 'once', verdict: 'unseen', fix: 'Look there.' },
  ];

  test('has its columns under each other, each fix once and in lines that fit, and no case that was not tried', () => {
    expect(table(results, { isColoured: false, width: 22 })).toBe(
      `            case        expected  response       time
✓ passed    one         accepted  200            7 ms
✗ FAILED    number two  refused   200         1234 ms
✗ FAILED    four        accepted  none           5 ms
            Answer it.

✗ FAILED    three       refused   200            5 ms
            Verify it
            first.

! advice    six         accepted  413            5 ms
            Take more.

~ unseen    seven       once
            Look
            there.

1 passed, 3 failed, 1 advice, 1 untried, 1 unseen`,
    );
  });

  test('has colours only where they are asked for, and the same text', () => {
    const plain = table(results, { isColoured: false, width: 80 });
    const coloured = table(results, { isColoured: true, width: 80 });
    expect(coloured).toContain('\u001b[31m✗ FAILED');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  const hasTerminal = existsSync('/usr/bin/script');
  if (!hasTerminal) console.warn('skipped: no /usr/bin/script to make a terminal with (colours of check-webhook)');
  test.skipIf(!hasTerminal)('is coloured in a terminal, but not with NO_COLOR', async () => {
    const inTerminal = (environment: NodeJS.ProcessEnv) =>
      new Promise<string>((resolve) => {
        const command = `'${process.execPath}' '${cli}' check-webhook http://127.0.0.1:47`;
        const env = { PATH: process.env.PATH, TERM: 'xterm-256color', ...environment };
        execFile('script', ['-qec', command, '/dev/null'], { env }, (_error, stdout) => resolve(stdout));
      });
    expect(await inTerminal({})).toContain('\u001b[31m✗ FAILED');
    expect(await inTerminal({ NO_COLOR: '1' })).toMatch(/^✗ FAILED/m);
  });
});
