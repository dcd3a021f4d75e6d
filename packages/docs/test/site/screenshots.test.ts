import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { captured } from '../../src/captured.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { SHOTS } from '../../src/sandbox-screenshots.js';
import { locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';

const PAGES = { dashboard: 'quickstart', 'checkout-page': 'checkout-page' } as const;

describeInChromium('a screenshot of the sandbox', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  test.each(
    LANGUAGES.flatMap((language) => Object.entries(PAGES).map(([name, slug]) => ({ language, name, slug }) as const)),
  )('$name in $language follows the theme, has a text alternative, and causes no layout shift', async (shot) => {
    const { language, slug } = shot;
    const name = shot.name as keyof typeof SHOTS;
    const { width, height, scale } = SHOTS[name];
    await using visit = await site.visit(`${folderOf(language)}${slug}.html`, { colorScheme: 'dark' });
    const { page, requests } = visit;
    const loaded = () => requests.filter((url) => url.endsWith('.webp')).map((url) => url.slice(site.served.length));
    const image = page.getByRole('img', { name: locales[language].messages.get(`screenshots.${name}`) });
    expect(await image.count()).toBe(1);
    await image.scrollIntoViewIfNeeded();
    const naturalSize = () =>
      image.evaluate((each) => {
        const { complete, naturalWidth, naturalHeight } = each as HTMLImageElement;
        return complete && [naturalWidth, naturalHeight];
      });
    await expect.poll(naturalSize).toEqual([Math.round(width * scale), Math.round(height * scale)]);
    expect(loaded()).toEqual([`${folderOf(language)}images/${name}-dark.webp`]);
    expect(await page.evaluate(layoutShift)).toBeLessThanOrEqual(0.05);
    // The page has kept its place free.
    const box = await image.boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(width / height, 1);
    // As light as the pages beside it.
    for (const path of loaded()) expect((await stat(join(site.folder, path))).size).toBeLessThan(45_000);

    await page.getByRole('button', { name: locales[language].messages.get('theme') }).click();
    await expect.poll(loaded).toContain(`${folderOf(language)}images/${name}-light.webp`);
    expect(await image.count()).toBe(1);
    expect(visit.problems).toEqual([]);
  });
});

describeInChromium('a screenshot that Chromium fails to take', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  /** A camera that refuses so many pictures, as Chromium does, before it takes one. */
  async function camera(refusals: number) {
    const visit = await site.visit('404.html');
    const client = await visit.context.newCDPSession(visit.page);
    let [taken, loaded] = [0, 0];
    visit.page.on('load', () => loaded++);
    const capture = async () => {
      if (++taken <= refusals) throw new Error('Unable to capture screenshot');
      return (await client.send('Page.captureScreenshot', { format: 'webp' })).data;
    };
    return { ...visit, capture, counts: () => ({ taken, loaded }) };
  }

  test('is retried on the reloaded page', async () => {
    await using visit = await camera(1);
    const picture = Buffer.from(await captured(visit.page, visit.capture), 'base64');
    expect(picture.subarray(8, 12).toString()).toBe('WEBP');
    expect(visit.counts()).toEqual({ taken: 2, loaded: 1 });
  });

  test('fails the build when every try fails', async () => {
    await using visit = await camera(Number.POSITIVE_INFINITY);
    await expect(captured(visit.page, visit.capture)).rejects.toThrow('Unable to capture screenshot');
    expect(visit.counts()).toEqual({ taken: 11, loaded: 10 });
  });
});

/** How far what is seen has moved since the page was opened, as Chromium counts it. */
async function layoutShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    const add = (entries: PerformanceEntryList) => {
      for (const entry of entries) sum += (entry as PerformanceEntry & { value: number }).value;
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => {
      add(observer.takeRecords());
      resolve(sum);
    });
  });
}
