import { describe, expect, test } from 'vitest';
import { stepOf } from '../../src/directives/diagrams.js';
import { operationOf } from '../../src/document.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import type { HtmlElement } from './html.js';
import { locales } from './locales.js';
import { madeSite } from './made-site.js';

const site = await madeSite();

const PICTURES = [
  { slug: 'qris', kinds: ['sequence'] },
  { slug: 'checkout-page', kinds: ['sequence'] },
  { slug: 'idempotency', kinds: ['sequence'] },
  { slug: 'webhooks', kinds: ['timeline', 'sequence'] },
  { slug: 'payment-status', kinds: ['states'] },
];

const figuresOf = (main: HtmlElement) => main.all('figure').filter((figure) => figure.hasClass('diagram'));

describe.each(LANGUAGES)('the pictures in the language %s', (language) => {
  test.each(PICTURES)('are in the guide $slug, each with a title and a list for screen readers', (picture) => {
    const figures = figuresOf(site.page(language, picture.slug).main);
    const kinds = ['sequence', 'timeline', 'states'];
    expect(figures.map((figure) => kinds.find((kind) => figure.hasClass(kind)))).toEqual(picture.kinds);
    const markdown = site.content(`${folderOf(language)}${picture.slug}.md`);
    for (const figure of figures) {
      const title = figure.one('figcaption').text();
      expect(title.length).toBeGreaterThan(10);
      const items = figure.all('li').map((item) => item.text());
      expect(items.length).toBeGreaterThan(2);
      // Assistants read the same list.
      const plain = markdown.replaceAll('`', '');
      for (const line of [`${title}:`, ...items]) expect(plain).toContain(line);
    }
  });

  test.each(PICTURES.filter(({ kinds }) => kinds.includes('sequence')))(
    'show in $slug between whom each step is, in words and as an arrow',
    ({ slug }) => {
      const [figure] = figuresOf(site.page(language, slug).main).filter((one) => one.hasClass('sequence'));
      if (!figure) throw new Error(`${slug} has no sequence.`);
      const [head] = figure.all('div');
      const lanes = head?.all('span').map((lane) => lane.text()) ?? [];
      expect(figure.hasClass(`lanes-${lanes.length}`)).toBe(true);
      for (const step of figure.all('li')) {
        const [from = '', to = from] = step.one('b').text().replace(/:$/, '').split(' → ');
        const [start, end] = [lanes.indexOf(from) + 1, lanes.indexOf(to) + 1];
        const place = start === end ? `at-${start}` : `at-${Math.min(start, end)}-${Math.max(start, end)}`;
        expect([start > 0, end > 0, step.hasClass(place)], step.text()).toEqual([true, true, true]);
        expect(step.hasClass(start < end ? 'right' : start > end ? 'left' : 'alone')).toBe(true);
      }
    },
  );

  test('show every webhook attempt at its time in the contract', () => {
    const { 'retry-minutes': waits = [] } =
      operationOf(locales[language].contract, 'receivePaymentSuccess')['x-delivery'] ?? {};
    const [timeline] = figuresOf(site.page(language, 'webhooks').main);
    const minutes = timeline?.all('li').map((item) => item.one('span').text().match(/\d+/)?.[0] ?? '0');
    const sums = [0, ...waits].map((_, index) => waits.slice(0, index).reduce((sum, wait) => sum + wait, 0));
    expect(minutes).toEqual(sums.map(String));
    expect(sums.at(-1)).toBe(81);
  });

  test('show every payment state of the contract', () => {
    const [picture] = figuresOf(site.page(language, 'payment-status').main);
    const shown = picture?.all('li').map((item) =>
      item
        .one('b')
        .text()
        .replace(/^.* → |:$/g, ''),
    );
    const [first, ...others] = locales[language].contract.components.schemas.PaymentStatus?.['x-extensible-enum'] ?? [];
    expect(picture?.one('div').text()).toBe(first);
    expect(shown).toEqual(others);
  });
});

test.each(['Nobody -> KGiTON: asks', 'KGiTON -> KGiTON: asks', 'KGiTON says nothing', 'KGiTON => You: asks'])(
  '“%s” is no step',
  (line) => {
    expect(() => stepOf(line, ['You', 'KGiTON'])).toThrow(JSON.stringify(line));
  },
);
