import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.js';
import { SITE } from './docs/files.js';
import { folderOf, LANGUAGES } from './docs/languages.js';

const usage = `Usage: npm run docs:screenshots -- --out FOLDER [--page NAME]

Takes a picture of every page of the built site, and of every operation of its references: in both languages, on a desktop
and a phone, light and dark. They are to be looked at by whoever has changed how pages look.

  --out FOLDER   where the pictures go, in a folder for each form, such as id-phone-dark
  --page NAME    only this page, such as qris or reference`;

const DEVICES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** As tall as a picture of an operation: Redoc draws only what is in sight. */
const TALL = 3_000;

const { values } = parseArgs({ options: { out: { type: 'string' }, page: { type: 'string' } } });
if (!values.out) {
  console.error(usage);
  process.exitCode = 1;
} else {
  const browser = await launchChromium();
  const counts: number[] = [];
  for (const form of forms()) counts.push(await takePictures(browser, form, values.out, values.page));
  await browser.close();
  console.log(`screenshots: ${counts.reduce((sum, count) => sum + count, 0)} pictures in ${values.out}`);
}

/** A way in which pages are read. */
interface Form {
  name: string;
  /** The folder of the language. */
  site: string;
  options: BrowserContextOptions;
}

function forms(): Form[] {
  return LANGUAGES.flatMap((language) =>
    Object.entries(DEVICES).flatMap(([device, options]) =>
      (['light', 'dark'] as const).map((colorScheme) => ({
        name: `${language}-${device}-${colorScheme}`,
        site: join(SITE, folderOf(language)),
        options: { ...options, colorScheme },
      })),
    ),
  );
}

/** @param only the one page that is wanted; all without it */
async function takePictures(browser: Browser, form: Form, out: string, only: string | undefined): Promise<number> {
  const folder = join(out, form.name);
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({ ...form.options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const names = (await readdir(form.site)).flatMap((file) => /^(.+)\.html$/.exec(file)?.[1] ?? []);
  let count = 0;
  for (const name of names.filter((name) => only === undefined || name === only)) {
    await page.goto(pathToFileURL(join(form.site, `${name}.html`)).href);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    count++;
    const operations = await page.locator('.plain-operation').evaluateAll((all) => all.map(({ id }) => id));
    for (const id of operations) {
      await takeOperation(page, id, join(folder, `${name}-${id}.png`));
      count++;
    }
  }
  await context.close();
  return count;
}

async function takeOperation(page: Page, id: string, path: string): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width, height: TALL });
  await page.evaluate((hash) => location.assign(hash), `#${id}`);
  const route = await page.locator(`#${id}`).getAttribute('data-route');
  await page.locator(`#redoc [data-section-id="${route}"] h2`).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
}
