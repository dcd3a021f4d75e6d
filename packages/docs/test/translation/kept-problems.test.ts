import { expect, test } from 'vitest';
import { keptProblems } from '../../lint/kept-problems.js';

const english = `
Pay before \`expires_at\`, within 1,440 minutes or 0.125 days. Print at least 3 cm.

> [!NOTE]
> Four tries are made.

- \`amount\` and \`amount\` again
- See [limits](qris.md#limits-10)

| Code | Status |
| --- | --- |
| \`GONE\` | 410 |

\`\`\`sh
curl 1 2 3
\`\`\`
`;
const translation = `
Bayar sebelum \`expires_at\`, dalam 1.440 menit atau 0,125 hari. Cetak minimal 3 cm.

> [!NOTE]
> Dilakukan 4 percobaan.

- \`amount\` dan sekali lagi \`amount\`
- Lihat [batas](qris.md#limits-10)

| Kode | Status |
| --- | --- |
| \`GONE\` | 410 |

\`\`\`sh
curl 1 2 3
\`\`\`
`;

test('a translation keeps names, numbers as its language writes them, and every part', () => {
  expect(keptProblems(english, translation)).toEqual([]);
});

test.each([
  [
    'a name translated',
    '`expires_at`',
    '`kedaluwarsa_pada`',
    ['`expires_at`: the English', '`kedaluwarsa_pada`: the English'],
  ],
  ['a name less', ' dan sekali lagi `amount`', '', ['`amount`: the English has it 2 times, the translation 1.']],
  ['a name more', 'sebelum', 'sebelum `paid_at`,', ['`paid_at`: the English has it 0 times, the translation 1.']],
  [
    'a number as English writes it',
    '1.440 menit',
    '1,440 menit',
    ['1440: the English has this number 1 times, the translation 0.'],
  ],
  ['another number', '3 cm', '30 cm', ['3: the English has this number 1 times, the translation 0.']],
  ['a number less', ' atau 0,125 hari', '', ['0.125: the English has this number 1 times']],
  [
    'a paragraph less',
    /\nBayar.*\n/,
    '',
    [
      '`expires_at`',
      '1440:',
      '0.125:',
      '3:',
      'expected a paragraph (“Pay before `expires_at`, within 1,440 minutes or 0',
    ],
  ],
  [
    'a paragraph more',
    '\n- `amount`',
    '\nJuga:\n\n- `amount`',
    ['expected a list item (“`amount` and `amount` again …”), got a paragraph (“Juga: …”).'],
  ],
  ['a paragraph more at its end', /$/, '\nSelesai.\n', ['a paragraph (“Selesai. …”) is not in the English.']],
  ['a list item less', /- Lihat.*\n/, '', ['expected a list item (“See [limits](qris.md#limits-10) …”), got a row']],
  ['a row less', /\| `GONE`.*\n/, '', ['`GONE`', '410', 'expected a row (“`GONE` …”), got nothing more.']],
] as const)('a translation with %s is none', (_, from, to, wanted) => {
  const changed = translation.replace(from, to);
  expect(changed).not.toBe(translation);
  const problems = keptProblems(english, changed);
  expect(problems).toHaveLength(wanted.length);
  for (const [index, part] of wanted.entries()) expect(problems[index]).toContain(part);
});
