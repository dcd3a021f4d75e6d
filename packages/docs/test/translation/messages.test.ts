import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { messagesFingerprint, messagesProblems, type SiteMessages } from '../../lint/messages-problems.js';
import { Messages, readMessages } from '../../src/messages.js';

const english = { site: 'Payments', search: { open: 'Search', none: 'Nothing found' } };
const indonesian = {
  of: messagesFingerprint(english),
  site: 'Payments',
  search: { open: 'Cari', none: 'Tidak ada hasil' },
};

const glossary = [{ en: 'customer', id: 'pelanggan', not: ['kustomer'] }];
const problems = (translation: SiteMessages, original: SiteMessages = english) =>
  messagesProblems(original, translation, glossary);

test('messages with the same keys in both languages have no problem', () => {
  expect(problems(indonesian)).toEqual([]);
});

test('an empty message counts as missing, and a word that the glossary replaces is named', () => {
  expect(problems({ ...indonesian, site: ' ' })).toEqual(['messages.id.yaml: site is missing.']);
  expect(problems({ ...indonesian, site: 'Kustomer' })).toEqual([
    'messages.id.yaml: site: "kustomer": the glossary has "pelanggan" for "customer".',
  ]);
});

test('messages whose English has changed are stale until the fingerprint is updated', () => {
  const changed = { ...english, site: 'Pay' };
  const wanted = messagesFingerprint(changed);
  const stale = `messages.id.yaml translates another version of messages.en.yaml. Update it, then set of: "${wanted}".`;
  expect(problems(indonesian, changed)).toEqual([stale]);
  expect(problems({ ...indonesian, of: wanted }, changed)).toEqual([]);
});

test('a message that is missing in one language is named, with its file', () => {
  const { search: _, ...others } = indonesian;
  expect(problems(others)).toEqual([
    'messages.id.yaml: search.open is missing.',
    'messages.id.yaml: search.none is missing.',
  ]);
  expect(problems({ ...indonesian, menu: 'Menu' })).toEqual(['messages.en.yaml: menu is missing.']);
});

test('both languages have the same placeholders in the same messages', async () => {
  const [there, here] = await Promise.all(
    ['en', 'id'].map(async (language) =>
      placesIn(parse(await readFile(join(ROOT, 'packages/docs/i18n', `messages.${language}.yaml`), 'utf8'))),
    ),
  );
  expect(there).toContain('sandbox.works: {tokens}');
  expect(here).toEqual(there);
});

/** The places for values, as `{tokens}`, each after the key of its word. */
function placesIn(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, word]) => {
    if (typeof word === 'object' && word !== null) return placesIn(word, `${prefix}${name}.`);
    return (String(word).match(/\{\w+\}/g) ?? []).map((place) => `${prefix}${name}: ${place}`);
  });
}

test('a message is found by its key, with its values filled in', async () => {
  const messages = await readMessages('id');
  expect(messages.get('table.yes')).toBe('ya');
  expect(messages.get('sandbox.works', { tokens: '1.000' })).toBe(
    'Aktif, dengan 1.000 token. Setiap request yang valid berhasil.',
  );
  expect(messages.group('types')).toMatchObject({ boolean: 'boolean', object: 'objek' });
});

test('an unknown message is an error that names its key', () => {
  const messages = new Messages(english);
  expect(() => messages.get('search.close')).toThrow('packages/docs/i18n: expected a text at search.close.');
  expect(() => messages.get('search')).toThrow('packages/docs/i18n: expected a text at search.');
  expect(() => messages.get('no.such.word')).toThrow('expected a text at no.such.word.');
  expect(() => messages.group('site')).toThrow('packages/docs/i18n: expected messages at site.');
});
