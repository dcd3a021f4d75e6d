import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium.js';
import { buildSite } from './build.js';
import { folderOf, LANGUAGES, type Language } from './languages.js';

const usage = `Usage: npm run docs:screenshots -- --out FOLDER [--page NAME]

Takes a picture of every page of the site, and of every operation of its references: in both languages, on a desktop
and a phone, light and dark. They are to be looked at by whoever has changed how pages look.

  --out FOLDER   where the pictures go, in a folder for each form, such as id-phone-dark
  --page NAME    only this page, such as qris or reference`;

const DEVICES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** As tall as a picture of an operation: Redoc draws only what is in sight. */
const TALL = 3_000;

const { values } = parseArgs({
  options: { out: { type: 'string' }, page: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(usage);
else if (values.out) await takeAll(values.out, values.page);
else {
  console.error(usage);
  process.exitCode = 1;
}

/** @param only the one page that is wanted; all without it */
async function takeAll(out: string, only: string | undefined): Promise<void> {
  const site = await mkdtemp(join(tmpdir(), 'kgiton-docs-site-'));
  const browser = await launchChromium();
  try {
    // Of what is there now, and not of what was built last.
    await buildSite(site);
    const counts: number[] = [];
    for (const form of forms()) counts.push(await takePictures(browser, form, { site, out, only }));
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (count > 0) console.log(`screenshots: ${count} pictures in ${out}`);
    else {
      console.error(`--page: expected the name of a page, such as qris, got ${only}.`);
      process.exitCode = 1;
    }
  } finally {
    await browser.close();
    await rm(site, { recursive: true });
  }
}

/** A way in which pages are read. */
interface Form {
  name: string;
  language: Language;
  options: BrowserContextOptions;
}

function forms(): Form[] {
  return LANGUAGES.flatMap((language) =>
    Object.entries(DEVICES).flatMap(([device, options]) =>
      (['light', 'dark'] as const).map((colorScheme) => ({
        name: `${language}-${device}-${colorScheme}`,
        language,
        options: { ...options, colorScheme },
      })),
    ),
  );
}

interface Taking {
  /** The folder of the site. */
  site: string;
  out: string;
  only: string | undefined;
}

async function takePictures(browser: Browser, form: Form, { site, out, only }: Taking): Promise<number> {
  const folder = join(out, form.name);
  const pages = join(site, folderOf(form.language));
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({ ...form.options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const names = (await readdir(pages)).flatMap((file) => /^(.+)\.html$/.exec(file)?.[1] ?? []);
  let count = 0;
  for (const name of names.filter((name) => only === undefined || name === only)) {
    await page.goto(pathToFileURL(join(pages, `${name}.html`)).href);
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
