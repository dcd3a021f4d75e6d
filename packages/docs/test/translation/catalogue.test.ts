import { expect, test } from 'vitest';
import { catalogueProblems, fingerprint, translateDocument } from '../../src/translation/catalogue.js';

const document = {
  info: { title: 'Payments', description: 'Take payments.' },
  components: { schemas: { Amount: { type: 'integer', description: 'In whole rupiah.' } } },
};
const amount = 'components/schemas/Amount/description';
const catalogue = {
  'info/description': { of: fingerprint('Take payments.'), id: 'Terima pembayaran.' },
  [amount]: { of: fingerprint('In whole rupiah.'), id: 'Dalam rupiah bulat.' },
};

test('a catalogue with a current translation of every text has no problem', () => {
  expect(catalogueProblems(document, catalogue)).toEqual([]);
});

test('a text without a translation is named, with the text and the fingerprint to record', () => {
  const { [amount]: _, ...others } = catalogue;
  const missing = `${amount} is missing. Translate, with of: "${fingerprint('In whole rupiah.')}":\n    In whole rupiah.`;
  expect(catalogueProblems(document, others)).toEqual([missing]);
  for (const id of ['', ' \n']) {
    expect(catalogueProblems(document, { ...catalogue, [amount]: { ...catalogue[amount], id } as never })).toEqual([
      missing,
    ]);
  }
});

test('a translation of an English text that has changed since is stale, and the new text is shown', () => {
  const changed = structuredClone(document);
  changed.components.schemas.Amount.description = 'In whole rupiah,\nat least 1,000.';
  expect(catalogueProblems(changed, catalogue)).toEqual([
    `${amount} is stale: the English has changed. Update it, then set of: "${fingerprint(changed.components.schemas.Amount.description)}":\n    In whole rupiah,\n    at least 1,000.`,
  ]);
});

test('a translation of a text that the document no longer has must be removed', () => {
  const unknown = { ...catalogue, 'info/summary': { of: fingerprint('Pay.'), id: 'Bayar.' } };
  expect(catalogueProblems(document, unknown)).toEqual([
    'info/summary translates nothing: the document has no such text. Remove it.',
  ]);
});

test('every problem is named, not only the first', () => {
  expect(catalogueProblems(document, { 'info/summary': { of: '0', id: 'Bayar.' } })).toHaveLength(3);
});

test('a fingerprint tells texts apart by what they say, not by the space around them', () => {
  expect(fingerprint('Take payments.\n')).toBe(fingerprint('Take payments.'));
  expect(fingerprint('Take payment.')).not.toBe(fingerprint('Take payments.'));
  expect(fingerprint('take payments.')).not.toBe(fingerprint('Take payments.'));
  expect(fingerprint('')).toMatch(/^[0-9a-f]{8}$/);
});

test('a document in Indonesian is the same document with Indonesian words', () => {
  expect(translateDocument(document, catalogue)).toEqual({
    info: { title: 'Payments', description: 'Terima pembayaran.' },
    components: { schemas: { Amount: { type: 'integer', description: 'Dalam rupiah bulat.' } } },
  });
});

test('a document with an untranslated text is refused: the error names the text and the command that lists all', () => {
  const { [amount]: _, ...others } = catalogue;
  expect(() => translateDocument(document, others)).toThrow(
    `packages/docs/i18n: ${amount} has no translation. Run "npm run lint" for a list.`,
  );
});
