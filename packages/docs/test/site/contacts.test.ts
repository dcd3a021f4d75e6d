import { describe, expect, test } from 'vitest';
import { type Contacts, readContacts } from '../../src/contacts.js';
import { expandDirectives } from '../../src/directives/index.js';
import { LANGUAGES } from '../../src/languages.js';
import { readLocale } from '../../src/locale.js';
import { madeSite } from './made-site.js';

const ALL = ['contact', 'status-page', 'partner-page'];

describe('the contact points of the site', () => {
  test.each<{ given: string; flags?: Record<string, string>; environment?: Record<string, string>; want: Contacts }>([
    { given: 'nothing', want: {} },
    {
      given: 'an e-mail address and https addresses',
      flags: { contact: 'help@kgiton.example', 'partner-page': 'https://kgiton.example/partners' },
      environment: { DOCS_STATUS_PAGE: 'https://status.kgiton.example/' },
      want: {
        support: 'help@kgiton.example',
        status: 'https://status.kgiton.example/',
        partner: 'https://kgiton.example/partners',
      },
    },
    {
      given: 'a flag and a variable',
      flags: { contact: 'flag@kgiton.example' },
      environment: { DOCS_CONTACT: 'variable@kgiton.example' },
      want: { support: 'flag@kgiton.example' },
    },
    { given: 'that there are none', flags: Object.fromEntries(ALL.map((flag) => [flag, 'none'])), want: {} },
  ])('are read from $given', ({ flags = {}, environment = {}, want }) => {
    expect(readContacts(flags, false, environment)).toEqual(want);
  });

  test('have to be said before the site is published, each with an address or that there is none', () => {
    expect(() => readContacts({}, true, {})).toThrow(
      'Set --contact or DOCS_CONTACT, --status-page or DOCS_STATUS_PAGE, --partner-page or DOCS_PARTNER_PAGE:',
    );
    // A variable of a repository that nobody has set is empty.
    const unset = { DOCS_CONTACT: 'help@kgiton.example', DOCS_STATUS_PAGE: '', DOCS_PARTNER_PAGE: 'none' };
    expect(() => readContacts({}, true, unset)).toThrow('Set --status-page or DOCS_STATUS_PAGE:');
    expect(readContacts({}, true, { ...unset, DOCS_STATUS_PAGE: 'none' })).toEqual({ support: 'help@kgiton.example' });
  });

  test.each([
    ['contact', 'kgiton'],
    ['contact', 'http://kgiton.example'],
    ['contact', 'javascript:alert(1)'],
    ['contact', 'https://kgiton.example/)('],
    ['status-page', 'help@kgiton.example'],
    ['partner-page', 'help@kgiton'],
  ])('are refused where --%s is %s', (flag, given) => {
    expect(() => readContacts({ [flag]: given }, false, {})).toThrow(`got "${given}".`);
  });

  test.each(LANGUAGES)('stand in the guide to business questions in %s, each as a link', async (language) => {
    const contacts = {
      support: 'help@kgiton.example',
      status: 'https://status.kgiton.example/',
      partner: 'https://a.id/b',
    };
    const locale = await readLocale(language, { contacts });
    const source = locale.guides.find(({ slug }) => slug === 'business')?.source ?? '';
    const text = expandDirectives(source, locale);
    expect(text).toContain('[help@kgiton.example](mailto:help@kgiton.example)');
    expect(text).toContain('[status.kgiton.example](https://status.kgiton.example/)');
    expect(text).toContain('[a.id/b](https://a.id/b)');
  });

  test('are “not specified” by default, without a made-up address', async () => {
    const site = await madeSite();
    for (const [language, words] of [
      ['id', 'tidak ditentukan'],
      ['en', 'not specified'],
    ] as const) {
      const { main } = site.page(language, 'business');
      const paragraphs = main.all('p').map((one) => one.text().replace(/\s+/g, ' '));
      const { messages } = await readLocale(language);
      for (const name of ['no-support', 'no-status', 'no-partner']) {
        const sentence = messages.get(`contacts.${name}`).replaceAll('*', '');
        expect(sentence).toContain(words);
        expect(paragraphs.some((paragraph) => paragraph.includes(sentence))).toBe(true);
      }
      expect(main.all('a').filter((link) => link.attribute('href')?.startsWith('mailto:'))).toEqual([]);
    }
  });

  test('are one link away on every page', async () => {
    const site = await madeSite();
    for (const { html, path } of site.pages) {
      const links = html
        .one('footer')
        .all('a')
        .map((link) => link.attribute('href'));
      expect(links, path).toContain('business.html#support');
    }
  });
});
