import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';
import { TryPanel } from './try-panel.js';

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

describeInChromium('the try-it panel', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  async function openPanel(path: string, viewport: { width: number; height: number }) {
    const visit = await site.visit(path, { viewport });
    const panel = new TryPanel(visit.page);
    await panel.open('QRIS');
    return { ...visit, panel, isModal: () => panel.dialog.evaluate((dialog) => dialog.matches(':modal')) };
  }
  const boxOf = async (visit: Awaited<ReturnType<typeof openPanel>>, part: string) => {
    const box = await visit.page.locator(part).first().boundingBox();
    if (!box) throw new Error(`The page has no ${part}.`);
    return { ...box, right: box.x + box.width, bottom: box.y + box.height };
  };

  test.each([
    ['en/quickstart.html', 1440],
    ['en/quickstart.html', 1200],
    ['en/reference-generate-payment.html', 1440],
    ['en/reference-generate-payment.html', 1200],
    ['reference-generate-payment.html', 2200],
  ])('is beside the text of %s in a window of %i pixels, below the top bar', async (path, width) => {
    await using visit = await openPanel(path, { ...desktop, width });
    const panel = await boxOf(visit, '.try-dialog');
    const article = await boxOf(visit, 'article > :is(p, .takes)');
    expect(panel.x).toBeGreaterThanOrEqual(article.right);
    expect(article.width).toBeGreaterThan(300);
    expect([panel.y, panel.right, panel.bottom]).toEqual([(await boxOf(visit, '.top')).bottom, width, desktop.height]);
  });

  test('does not move the text of an operation', async () => {
    await using visit = await site.visit('reference-generate-payment.html', { viewport: desktop });
    const text = visit.page.locator('.takes');
    const before = await text.boundingBox();
    await new TryPanel(visit.page).open('QRIS');
    expect(await text.boundingBox()).toEqual(before);
  });

  test('leaves the page usable, and closes with Escape from both', async () => {
    await using visit = await openPanel('quickstart.html', desktop);
    const { page, panel, isModal } = visit;
    const closed = () => panel.dialog.isHidden();
    const { messages } = locales.id;
    expect(await isModal()).toBe(false);
    expect(await page.getByRole('dialog', { name: messages.get('try.title'), exact: true }).isVisible()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.closest('dialog')?.className)).toBe('try-dialog');
    await page.getByRole('tab').first().click();
    expect(await panel.dialog.isVisible()).toBe(true);
    // What opens above the panel takes the first Escape.
    await page.keyboard.press('Control+k');
    await page.locator('.search-dialog').waitFor();
    await page.keyboard.press('Escape');
    expect([await page.locator('.search-dialog').isVisible(), await closed()]).toEqual([false, false]);
    await page.locator('.page-tools summary').click();
    await page.keyboard.press('Escape');
    expect([await page.locator('.page-tools [open]').count(), await closed()]).toEqual([0, false]);
    await page.keyboard.press('Escape');
    expect(await closed()).toBe(true);

    await panel.open('QRIS');
    await panel.dialog.locator('[name=amount]').press('Escape');
    expect(await closed()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-try'))).toBe('QRIS');
    expect(visit.problems).toEqual([]);
  });

  test('is a sheet over the page on a phone, with the next step first', async () => {
    await using visit = await openPanel('quickstart.html', phone);
    const { page, panel, isModal } = visit;
    expect(await isModal()).toBe(true);
    await panel.submit();
    const parts = [
      panel.dialog.locator('[name=amount]'),
      panel.dialog.locator('[type=submit]'),
      panel.result,
      ...([2, 3, 4, 5] as const).map((step) => panel.step(step)),
      panel.controls,
      panel.dialog.locator('.try-target'),
    ];
    const tops = await Promise.all(parts.map(async (part) => (await part.boundingBox())?.y ?? Number.NaN));
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    await page.keyboard.press('Escape');
    expect(await panel.dialog.isHidden()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-try'))).toBe('QRIS');
  });

  test('announces news only until its reader has seen it, on a phone', async () => {
    await using visit = await openPanel('en/quickstart.html', phone);
    const { panel } = visit;
    const news = panel.dialog.locator('.try-news [role=status]');
    await panel.submit();
    await expect.poll(() => news.innerText()).not.toBe('');
    await panel.step(2).locator('h3').scrollIntoViewIfNeeded();
    await expect.poll(() => news.innerText()).toBe('');
  });

  test('shows the send button without scrolling, on a phone', async () => {
    await using visit = await openPanel('en/quickstart.html', phone);
    const { bottom } = await boxOf(visit, '.try-dialog [type=submit]');
    expect(bottom).toBeLessThan(phone.height);
  });

  test('becomes a sheet when the window narrows, and keeps its content', async () => {
    await using visit = await openPanel('quickstart.html', desktop);
    const { page, panel, isModal } = visit;
    await panel.dialog.locator('[name=amount]').fill('12345');
    await page.setViewportSize(phone);
    await expect.poll(isModal).toBe(true);
    expect(await panel.dialog.locator('[name=amount]').inputValue()).toBe('12345');
    await page.setViewportSize(desktop);
    await expect.poll(isModal).toBe(false);
    expect(await panel.dialog.isVisible()).toBe(true);
  });
});
