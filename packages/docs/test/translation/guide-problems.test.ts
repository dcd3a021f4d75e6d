import { describe, expect, test } from 'vitest';
import { guideFingerprint, guideProblems } from '../../lint/guide-problems.js';

const english = {
  title: 'QRIS payments',
  description: 'Create a QRIS code.',
  source: `
Use the [checkout page](checkout-page.md) for more.

## Create the payment {#create}

{{request QRIS}}

\`\`\`sh no-run
npx @kgiton/sandbox
\`\`\`

### Expiry {#expiry}

It can be paid for {{default-expiry-qris}} minutes. See [errors](errors.md#codes).
`,
};
const translation = {
  title: 'Pembayaran QRIS',
  description: 'Buat kode QRIS.',
  of: guideFingerprint(english),
  source: `
Gunakan [halaman checkout](checkout-page.md) untuk nominal yang lebih besar.

## Buat pembayaran {#create}

{{request QRIS}}

\`\`\`sh no-run
npx @kgiton/sandbox
\`\`\`

### Masa berlaku {#expiry}

Bisa dibayar selama {{default-expiry-qris}} menit. Lihat [error](errors.md#codes).
`,
};

/** The problems of the translation with one text in it replaced. */
function problemsWith(from: string, to: string): string[] {
  if (!translation.source.includes(from)) throw new Error(`The guide has no ${JSON.stringify(from)}.`);
  return guideProblems(english, { ...translation, source: translation.source.replace(from, to) });
}

test('a guide that says the same in Indonesian has no problem', () => {
  expect(guideProblems(english, translation)).toEqual([]);
});

test.each([
  ['title', { ...english, title: 'QRIS' }],
  ['description', { ...english, description: 'Create it.' }],
  ['text', { ...english, source: english.source.replace('for more', 'for larger amounts') }],
])('a guide whose English %s has changed is stale, and the new fingerprint is printed', (_, changed) => {
  expect(guideProblems(changed, translation)).toEqual([
    `it translates another version of the English guide. Update it, then set of: "${guideFingerprint(changed)}".`,
  ]);
});

test('a guide without a fingerprint of its source is stale', () => {
  expect(guideProblems(english, { ...translation, of: undefined })).toHaveLength(1);
});

describe('a guide is no translation if it has', () => {
  test.each([
    ['another anchor', '{#expiry}', '{#masa-berlaku}', 'expected the heading {#expiry}, got {#masa-berlaku}.'],
    ['no anchor', ' {#expiry}', '', 'expected the heading ###, got none.'],
    ['a heading of another level', '### Masa', '## Masa', 'expected the heading ###, got ##.'],
    [
      'another value',
      'default-expiry-qris',
      'max-expiry',
      'the directive {{default-expiry-qris}}, got {{max-expiry}}.',
    ],
    [
      'another example',
      '{{request QRIS}}',
      '{{response QRIS}}',
      'the directive {{request QRIS}}, got {{response QRIS}}.',
    ],
    ['a value less', '{{default-expiry-qris}}', '30', 'the directive {{default-expiry-qris}}, got none.'],
    ['a link to another part', 'errors.md#codes', 'errors.md', 'expected the link errors.md#codes, got errors.md.'],
    ['a link less', '[error](errors.md#codes)', 'error', 'expected the link errors.md#codes, got none.'],
    ['a link more', 'Bisa dibayar', '[Bisa](qris.md) dibayar', 'expected the link errors.md#codes, got qris.md.'],
    [
      'a link more at its end',
      '#codes).',
      '#codes) [di sini](qris.md).',
      'the link qris.md is not in the English guide.',
    ],
    ['a block of code in another language', '```sh no-run', '```ts', 'expected the block of code ```sh no-run'],
    [
      'a block of code that does something else',
      'npx @kgiton/sandbox',
      'npx kgiton',
      'expected the block of code ```sh',
    ],
    ['a block of code less', '```sh no-run\nnpx @kgiton/sandbox\n```', '', 'npx @kgiton/sandbox\n```, got none.'],
  ])('%s', (_, from, to, problem) => {
    const problems = problemsWith(from, to);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test('its directives in another order', () => {
    const swapped = translation.source
      .replace('{{request QRIS}}', '{{tmp}}')
      .replace('{{default-expiry-qris}}', '{{request QRIS}}')
      .replace('{{tmp}}', '{{default-expiry-qris}}');
    expect(guideProblems(english, { ...translation, source: swapped })).toEqual([
      'expected the directive {{request QRIS}}, got {{default-expiry-qris}}.',
    ]);
  });
});
