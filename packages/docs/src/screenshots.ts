import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { buildSite } from './build.js';
import { launchChromium } from './chromium.js';
import { folderOf, LANGUAGES, type Language } from './languages.js';

const usage = `Usage: npm run docs:screenshots -- --out FOLDER [--page NAME]

Takes a screenshot of every page of the site, in both languages, on a desktop and a phone, light and dark. Look at them after changing how pages look.

  --out FOLDER   where the screenshots go, in a folder for each form, such as id-phone-dark
  --page NAME    only this page, such as qris or reference`;

const DEVICES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

const { values } = parseArgs({
  options: { out: { type: 'string' }, page: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(usage);
// npm runs the scripts of a package in its folder.
else if (values.out) await takeAll(resolve(process.env.INIT_CWD ?? '', values.out), values.page);
else {
  console.error(usage);
  process.exitCode = 1;
}

/** @param only the single page to take. @default all pages */
async function takeAll(out: string, only: string | undefined): Promise<void> {
  const site = await mkdtemp(join(tmpdir(), 'kgiton-docs-site-'));
  const browser = await launchChromium();
  try {
    // The site as it is now, not as it was last built.
    await buildSite(site);
    let count = 0;
    for (const form of forms()) count += await takeScreenshots(browser, form, { site, out, only });
    if (count > 0) console.log(`screenshots: ${count} screenshots in ${out}`);
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

interface Places {
  /** The folder of the site. */
  site: string;
  out: string;
  only: string | undefined;
}

async function takeScreenshots(browser: Browser, form: Form, { site, out, only }: Places): Promise<number> {
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
  }
  await context.close();
  return count;
}
