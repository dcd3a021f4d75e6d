import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '@kgiton/sandbox';
import type { Browser } from 'playwright-core';
import { cached } from './cache.js';
import { captured } from './captured.js';
import { chromiumPath, launchChromium } from './chromium.js';
import { apiKeyOf, LOCAL_WEBHOOK, sandboxUrl } from './directives/values.js';
import { jsonBody, operationOf } from './document.js';
import { SANDBOX } from './files.js';
import { folderOf, LANGUAGES, type Language } from './languages.js';
import type { Locale } from './locale.js';
import type { SiteFile } from './site-file.js';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** A page of the sandbox that guides show, in CSS pixels. */
interface Shot {
  width: number;
  height: number;
  /** Pixels of the image for each of them. Guides show a screenshot smaller than it is. */
  scale: number;
}

export const SHOTS = {
  dashboard: { width: 1120, height: 600, scale: 1 },
  'checkout-page': { width: 390, height: 800, scale: 1.5 },
} as const satisfies Readonly<Record<string, Shot>>;

export type ShotName = keyof typeof SHOTS;

/** Whether this machine can take them. Without a browser, the site has none, and no guide shows one. */
export const hasScreenshots = chromiumPath !== undefined;

/** Their address on the pages of their language. */
export function shotAddress(name: ShotName, theme: Theme): string {
  return `images/${name}-${theme}.webp`;
}

/** Their place below the root of the site. The dimensions are in the pages, so a new one moves nothing. */
export function shotPath(name: ShotName, language: Language, theme: Theme): string {
  return `${folderOf(language)}${shotAddress(name, theme)}`;
}

/** Of 100. Text stays sharp, and a file weighs 25 kB. */
const QUALITY = 60;

/** The pages of the sandbox, as they are now, in both languages, light and dark. They take seconds, so they are kept. */
export async function screenshotFiles(locale: Locale): Promise<SiteFile[]> {
  if (!hasScreenshots) return [];
  const inputs = [
    JSON.stringify(SHOTS),
    String(QUALITY),
    await textOfSandbox(),
    await readFile(import.meta.filename, 'utf8'),
  ];
  const kept = await cached('screenshots', inputs, async () => JSON.stringify(await takeAll(locale)));
  return Object.entries(JSON.parse(kept) as Record<string, string>).map(([path, data]) => ({
    path,
    content: Buffer.from(data, 'base64'),
  }));
}

async function textOfSandbox(): Promise<string> {
  const files = (await readdir(SANDBOX, { recursive: true })).filter((file) => /\.\w+$/.test(file)).sort();
  return (await Promise.all(files.map((file) => readFile(join(SANDBOX, file), 'utf8')))).join('\0');
}

/** Each one by its path, in Base64. */
async function takeAll(locale: Locale): Promise<Record<string, string>> {
  const origin = sandboxUrl(locale.control);
  const sandbox = createSandbox({ seed: 'docs', publicUrl: origin, fetch: async () => new Response('OK') });
  const checkoutPage = await fillSandbox(sandbox, origin, locale);
  const addresses: Record<ShotName, (language: Language) => string> = {
    dashboard: () => `${origin}/`,
    'checkout-page': (language) => `${checkoutPage}?lang=${language}`,
  };
  const browser = await launchChromium();
  try {
    const shots: Record<string, string> = {};
    for (const name of Object.keys(SHOTS) as ShotName[]) {
      for (const language of LANGUAGES) {
        for (const theme of THEMES) {
          const options = { name, language, theme, url: addresses[name](language) };
          shots[shotPath(name, language, theme)] = await take(browser, sandbox, options);
        }
      }
    }
    return shots;
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

/** A day at the counter: a payment of each kind and state. Gives the address of the checkout page. */
async function fillSandbox(sandbox: Sandbox, origin: string, { contract }: Locale): Promise<string> {
  const { name: header, 'x-example': apiKey } = apiKeyOf(contract);
  const generate = operationOf(contract, 'generatePayment');
  const { examples = {} } = jsonBody(generate.requestBody);
  const [path = ''] = Object.keys(contract.paths);
  const pay = async (example: string, changes: object) => {
    const body = { ...(examples[example]?.value as object), webhook_url: LOCAL_WEBHOOK, ...changes };
    const headers = { [header]: apiKey, 'content-type': 'application/json' };
    const request = new Request(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const response = await sandbox.fetch(request);
    if (!response.ok) throw new Error(`The sandbox refused an example: ${await response.text()}`);
    return (await response.json()) as { payment_url: string };
  };
  await pay('QRIS', { transaction_id: 'ORDER-1040', amount: 75_000 });
  await sandbox.pay('ORDER-1040', apiKey);
  await pay('QRIS', { transaction_id: 'ORDER-1041', amount: 32_000, expiry_minutes: 5 });
  await sandbox.advance({ minutes: 6 }, apiKey);
  const { payment_url } = await pay('CHECKOUT_PAGE', {});
  await pay('QRIS', { transaction_id: 'ORDER-1042' });
  return payment_url;
}

interface Taken {
  name: ShotName;
  language: Language;
  theme: Theme;
  url: string;
}

/** What a browser shows of the sandbox, which no port has: its requests go to the sandbox at once. */
async function take(browser: Browser, sandbox: Sandbox, { name, language, theme, url }: Taken): Promise<string> {
  const { width, height, scale } = SHOTS[name];
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, locale: language, colorScheme: theme });
  try {
    await context.route('**/*', async (route) => {
      const request = route.request();
      // News of changes never end, and there are none.
      if (request.resourceType() === 'eventsource') return;
      const response = await sandbox.fetch(new Request(request.url(), { headers: request.headers() }));
      const headers = Object.fromEntries(response.headers);
      await route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
    });
    const page = await context.newPage();
    await page.goto(url);
    const client = await context.newCDPSession(page);
    const clip = { x: 0, y: 0, width, height, scale };
    return await captured(page, async () => {
      const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip });
      return data;
    });
  } finally {
    await context.close();
  }
}
