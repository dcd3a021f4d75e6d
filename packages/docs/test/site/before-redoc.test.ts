import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { documentedRequests, requestPropertiesOf } from './contract.js';
import { linesOf } from './lines.js';
import { type ExpectedOperation, expectedOperations, locales } from './locales.js';
import { AT_TOP, drawnOperation, expectToLand, nothingMoves } from './redoc.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const REDOC = /\/assets\/redoc-[^/]*\.js$/;

/** Requests for Redoc, which wait until a test says what becomes of them. */
class HeldRedoc {
  readonly #held: Route[] = [];
  #letThrough = false;

  hold = (route: Route) => {
    if (this.#letThrough) return route.continue();
    this.#held.push(route);
  };

  get count(): number {
    return this.#held.length;
  }

  fail(): Promise<unknown> {
    return Promise.all(this.#held.splice(0).map((route) => route.abort()));
  }

  /** What comes is not what it should be. */
  break(program: string): Promise<unknown> {
    const answer = { contentType: 'text/javascript', body: program };
    return Promise.all(this.#held.splice(0).map((route) => route.fulfill(answer)));
  }

  /** From now on, no request waits: neither one that was made, nor one that a click before this call will still make. */
  arrive(): Promise<unknown> {
    this.#letThrough = true;
    return Promise.all(this.#held.splice(0).map((route) => route.continue()));
  }
}

describeInChromium('until Redoc is there', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  /** Opens a page in a browser that waits for Redoc. */
  async function visitWaiting(path: string): Promise<Visit & { redoc: HeldRedoc }> {
    const redoc = new HeldRedoc();
    const visit = await site.visit(path, { before: (context) => context.route(REDOC, redoc.hold) });
    return { ...visit, redoc };
  }

  const status = (page: Page) => page.locator('.redoc-status:visible').innerText();
  const open = (page: Page, { id }: ExpectedOperation) => page.locator(`#navigation a[href$="#${id}"]`).click();

  test('guides and the overviews of the references are read without it: they do not ask for it', async () => {
    await using visit = await visitWaiting('index.html');
    for (const path of ['qris.html', 'reference.html', 'sandbox-api.html']) {
      await visit.page.goto(site.served + path);
      expect(await visit.page.locator('main p:visible').count()).toBeGreaterThan(2);
    }
    expect(visit.redoc.count).toBe(0);
  });

  describe.each(LANGUAGES)('in the language %s', (language) => {
    const { contract, messages } = locales[language];
    const [first, second] = expectedOperations(language) as [ExpectedOperation, ExpectedOperation];
    const path = `${folderOf(language)}reference.html`;
    const status = (page: Page) => page.locator('.redoc-status:visible');

    test('an operation is read in its plain form, at the top of the page, which says that more is coming', async () => {
      await using visit = await visitWaiting(path);
      const { page, redoc } = visit;
      await open(page, second);
      await expect.poll(() => redoc.count).toBe(1);
      expect(await status(page).innerText()).toBe(messages.get('reference-page.loading'));
      const operation = documentedRequests(contract).find(({ operation }) => operation.operationId === second.id);
      const lines = await linesOf(page.locator('main'));
      expect(lines).toEqual(
        expect.arrayContaining([second.summary, ...requestPropertiesOf(operation?.operation as never)]),
      );
      // The other operation and the overview are not in the way.
      expect(lines).not.toContain(first.summary);
      const heading = page.getByRole('heading', { name: second.summary, level: 2 });
      expect(await heading.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(AT_TOP);
    });

    test('and when it comes, it takes the place of the plain form', async () => {
      await using visit = await visitWaiting(path);
      await open(visit.page, second);
      await expect.poll(() => visit.redoc.count).toBe(1);
      await visit.redoc.arrive();
      await expectToLand(visit.page, second);
      expect(await visit.page.locator('.plain-operation:visible').count()).toBe(0);
      expect(await status(visit.page).count()).toBe(0);
      expect(visit.problems).toEqual([]);
    });

    test('and when it does not come, the page says so, keeps the plain form, and tries again for the next one', async () => {
      await using visit = await visitWaiting(path);
      const { page, redoc } = visit;
      await open(page, first);
      await expect.poll(() => redoc.count).toBe(1);
      await redoc.fail();
      await expect.poll(() => status(page).innerText()).toBe(messages.get('reference-page.failed'));
      expect(await linesOf(page.locator('main'))).toContain(first.summary);

      await open(page, second);
      await expect.poll(() => redoc.count).toBe(1);
      expect(await linesOf(page.locator('main'))).toContain(second.summary);
      await redoc.arrive();
      await expectToLand(page, second);
      expect(await status(page).count()).toBe(0);
    });
  });

  test('and when it does not come, a phone still has its navigation behind a button', async () => {
    const [first] = expectedOperations('id') as [ExpectedOperation];
    await using visit = await site.visit('index.html', {
      viewport: { width: 390, height: 844 },
      before: (context) => context.route(REDOC, (route) => route.abort()),
    });
    const { page } = visit;
    await page.goto(`${site.served}reference.html#${first.id}`);
    await expect
      .poll(() => page.locator('.redoc-status').innerText())
      .toBe(locales.id.messages.get('reference-page.failed'));
    expect(await page.locator('#navigation').isVisible()).toBe(false);
    const heading = page.getByRole('heading', { name: first.summary, level: 2 });
    expect(await heading.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(AT_TOP);
  });

  test('and when it comes, but breaks, the page says so, and reads on in plain form', async () => {
    const [first, second] = expectedOperations('en') as [ExpectedOperation, ExpectedOperation];
    await using visit = await visitWaiting('en/reference.html');
    const { page, redoc } = visit;
    await open(page, first);
    await expect.poll(() => redoc.count).toBe(1);
    await redoc.break('globalThis.redocInit = () => { throw new Error("broken"); };');
    for (const operation of [first, second]) {
      await open(page, operation);
      await expect.poll(() => status(page)).toBe(locales.en.messages.get('reference-page.failed'));
      await expect.poll(() => linesOf(page.locator('main'))).toContain(operation.summary);
    }
  });

  test('and when it comes, but draws nothing, the page says so after a while, and reads on in plain form', async () => {
    const [first, second] = expectedOperations('en') as [ExpectedOperation, ExpectedOperation];
    await using visit = await visitWaiting('en/reference.html');
    const { page, redoc } = visit;
    await page.clock.install();
    await open(page, first);
    await expect.poll(() => redoc.count).toBe(1);
    await redoc.break('globalThis.redocInit = () => {};');
    await expect.poll(() => page.getAttribute('body', 'data-view')).toBe('redoc');
    await page.clock.fastForward('00:15');
    const failed = locales.en.messages.get('reference-page.failed');
    for (const operation of [first, second]) {
      await open(page, operation);
      await expect.poll(() => page.locator('.redoc-status').innerText()).toBe(failed);
      expect(await linesOf(page.locator('main'))).toContain(operation.summary);
    }
  });

  describe('a reader who saves data', () => {
    const [first, second] = expectedOperations('en') as [ExpectedOperation, ExpectedOperation];
    const saving = /^Your browser saves data, so the interactive reference \((\d+) kB\)/;

    /** As the setting of the browser does it. */
    async function saveData(page: Page): Promise<void> {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    }

    test('reads operations in plain form, and loads Redoc when they ask for it', async () => {
      await using visit = await site.visit('about:blank', { base: '' });
      const { page, requests, problems } = visit;
      await saveData(page);
      await page.goto(`${site.served}en/reference.html#${first.id}`);
      const isRedoc = (url: string) => REDOC.test(url);
      for (const operation of [first, second]) {
        await open(page, operation);
        expect(await linesOf(page.locator('main'))).toContain(operation.summary);
        expect(await page.locator('.redoc-status').innerText()).toMatch(saving);
      }
      await page.waitForLoadState('networkidle');
      expect(requests.filter(isRedoc)).toEqual([]);
      await page.getByRole('button', { name: locales.en.messages.get('reference-page.load') }).click();
      await expectToLand(page, second);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
      expect(requests.filter(isRedoc)).toHaveLength(1);
      // Now that it is there, it stays.
      await open(page, first);
      await expectToLand(page, first);
      expect(problems).toEqual([]);
    });

    test('knows before how much it is', async () => {
      await using visit = await site.visit('en/reference.html');
      const said = await visit.page.locator('.when-saving').textContent();
      const program = visit.page.locator('#redoc');
      const file = join(site.folder, (await program.getAttribute('data-redoc')) ?? '');
      const weight = gzipSync(await readFile(file)).length / 1000;
      expect(Number(saving.exec(said ?? '')?.[1])).toBeCloseTo(weight, -1);
    });
  });

  describe('a reader who does not wait', () => {
    const [first] = expectedOperations('id') as [ExpectedOperation];

    test('reads the operation in plain form when they come by its address', async () => {
      await using visit = await visitWaiting('index.html');
      const address = `${site.served}reference.html#${first.id}`;
      await visit.page.goto(address, { waitUntil: 'domcontentloaded' });
      await visit.page.locator(`#${first.id}`).waitFor();
      expect(await linesOf(visit.page.locator('main'))).toContain(first.summary);
    });

    test.each([
      { what: 'fails', become: (redoc: HeldRedoc) => redoc.fail() },
      { what: 'comes', become: (redoc: HeldRedoc) => redoc.arrive() },
    ])('goes back to the overview, and stays there when Redoc $what later', async ({ become }) => {
      await using visit = await visitWaiting('reference.html');
      const { page, redoc } = visit;
      await open(page, first);
      await expect.poll(() => redoc.count).toBe(1);
      await page.goBack();
      expect(await page.locator('.overview').isVisible()).toBe(true);
      await become(redoc);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(200);
      expect(await page.locator('.overview').isVisible()).toBe(true);
      expect(await page.locator('.redoc-status:visible').count()).toBe(0);
      await open(page, first);
      await redoc.arrive();
      await expectToLand(page, first);
    });
  });

  describe('and once it is there', () => {
    const [first, second] = expectedOperations('id') as [ExpectedOperation, ExpectedOperation];

    test('an address of an operation that there is not leads to the overview', async () => {
      await using visit = await site.visit('reference.html#/payments/refundpayment');
      expect(await visit.page.locator('.overview').isVisible()).toBe(true);
      expect(visit.requests.filter((url) => /redoc-/.test(url))).toEqual([]);
    });

    test('whoever skips the navigation with the keyboard stays at the operation', async () => {
      await using visit = await site.visit(`reference.html#${second.id}`);
      const { page } = visit;
      await expectToLand(page, second);
      await page.locator('.skip').focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
      await expectToLand(page, second);
      await expect.poll(() => new URL(page.url()).hash).toBe(`#${second.id}`);
    });

    test('an anchor of the overview leads to its heading, back to the operation, and another link to the next one', async () => {
      await using visit = await site.visit(`reference.html#${first.id}`);
      const { page } = visit;
      await expectToLand(page, first);
      await page.mouse.move(600, 500);
      await page.mouse.wheel(0, 1500);
      await nothingMoves(page);
      // As the links in Redoc's own text do it.
      await page.evaluate(() => location.assign('#conventions'));
      const heading = page.locator('#conventions');
      await heading.waitFor();
      const top = () => heading.evaluate((element) => element.getBoundingClientRect().top);
      await expect.poll(top).toBeLessThan(AT_TOP);
      expect(await top()).toBeGreaterThanOrEqual(0);
      await open(page, second);
      await expectToLand(page, second);
      await page.goBack();
      await expect.poll(top).toBeLessThan(AT_TOP);
      await page.goBack();
      await drawnOperation(page, first).waitFor();
      expect(visit.problems).toEqual([]);
    });
  });
});
