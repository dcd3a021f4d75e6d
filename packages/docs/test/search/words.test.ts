import { describe, expect, test } from 'vitest';
import { isOneTypo } from '../../browser/search-concepts.js';
import { groupsOf, joined, readSearchWords } from '../../src/search/words.js';

describe('an entry of the glossary', () => {
  test.each([
    ['one term', { en: 'receipt', id: 'struk' }, [['receipt', 'struk']]],
    ['several terms for one', { en: 'expiry, expired', id: 'kedaluwarsa' }, [['expiry', 'expired', 'kedaluwarsa']]],
    [
      'opposites',
      { en: 'required, optional', id: 'wajib, opsional' },
      [
        ['required', 'wajib'],
        ['optional', 'opsional'],
      ],
    ],
    ['a foreign word', { en: 'redirect', id: 'pengalihan (*redirect*)' }, [['redirect', 'pengalihan', 'redirect']]],
    ['a remark', { en: 'to change, amount (of money)', id: 'mengubah' }, [['change', 'amount', 'mengubah']]],
    [
      'a rejected word',
      { en: 'customer', id: 'pelanggan', not: ['kustomer'] },
      [['customer', 'pelanggan', 'kustomer']],
    ],
  ])('with %s says what means the same', (_, entry, want) => {
    expect(groupsOf(entry)).toEqual(want);
  });
});

test('groups that share a form are merged, and a group of one form is dropped', () => {
  expect(joined([['a', 'b'], ['C', 'd'], ['B', 'c'], ['e']])).toEqual([['b', 'c', 'a', 'd']]);
});

test('no form is listed twice', async () => {
  const forms = (await readSearchWords()).synonyms.flat();
  expect(forms.filter((form, index) => forms.indexOf(form) !== index)).toEqual([]);
});

test.each([
  ['refund', 'refund', true],
  ['refun', 'refund', true],
  ['reffund', 'refund', true],
  ['rafund', 'refund', true],
  ['refnud', 'refund', true],
  ['fund', 'refund', false],
  ['refuse', 'refund', false],
  ['dnufer', 'refund', false],
])('%s is %s with at most one typo: %s', (typed, meant, want) => {
  expect(isOneTypo(typed, meant)).toBe(want);
});
