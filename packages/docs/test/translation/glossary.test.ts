import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { glossaryProblems } from '../../lint/glossary.js';
import { readGlossary } from '../../src/glossary.js';

const glossary = [
  { en: 'customer', id: 'pelanggan', not: ['kustomer', 'customer'] },
  { en: 'QR code', id: 'kode QR', not: ['QR code'] },
  { en: 'payment', id: 'pembayaran' },
];

describe('a word that the glossary replaces', () => {
  test('is named, with the word to use and what it stands for', () => {
    expect(glossaryProblems('Kirim kustomer ke sana.', glossary)).toEqual([
      '"kustomer": the glossary has "pelanggan" for "customer".',
    ]);
  });

  test.each([
    ['at the beginning, in upper case', 'Customer membayar.'],
    ['before punctuation', 'untuk customer, lalu'],
    ['in bold', '**customer**'],
    ['in a heading', '## Customer {#customer}'],
    ['in brackets, not in italics', 'Arahkan pelanggan (customer) ke sana.'],
    ['as the text of a link', '[customer](qris.md)'],
    ['with an Indonesian ending', 'Arahkan customer-nya ke sana.'],
    ['in italics', 'Pelanggan, *customer*, membayar.'],
    ['of two words', 'Pindai QR code ini.'],
    ['of two words, at the end of a line', 'Pindai QR\n  code ini.'],
    ['after code', '`amount` dari customer'],
    ['between two blocks of code', '```sh\na\n```\n\ncustomer\n\n```sh\nb\n```\n'],
  ])('is found %s', (_, text) => {
    expect(glossaryProblems(text, glossary)).toHaveLength(1);
  });

  test.each([
    ['in backticks', 'Field `customer` wajib.'],
    ['in a block of code', '```ts\nconst customer = 1;\n```\n'],
    ['in a block of code with a backtick', '```sh\necho \\` customer\n```\n'],
    ['in a block of code within a list', '1. Jalankan:\n\n   ```sh\n   echo customer\n   ```\n'],
    ['in the address of a link', '[pelanggan](https://example.com/customer)'],
    ['in an anchor', '## Pelanggan {#customer}'],
    ['in a directive', '{{sample customer}}'],
    ['in a tag of HTML', '<a id="customer">pelanggan</a>'],
    ['as the English term in brackets', 'Arahkan pelanggan (*customer*) ke sana.'],
    ['as a part of another word', 'customers, Kustomerisasi'],
    ['as a part of a name with hyphens', 'x-customer, customer-id'],
  ])('is not reported %s', (_, text) => {
    expect(glossaryProblems(text, glossary)).toEqual([]);
  });
});

test('the glossary never rejects a word that it recommends', async () => {
  const terms = await readGlossary(ROOT);
  expect(terms.length).toBeGreaterThan(20);
  expect(terms.flatMap(({ id }) => glossaryProblems(id, terms))).toEqual([]);
  expect(glossaryProblems('Token kadaluarsa.', terms)).toEqual([
    '"kadaluarsa": the glossary has "masa berlaku, kedaluwarsa" for "expiry, expired, to expire".',
  ]);
});
