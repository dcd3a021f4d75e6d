import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../../packages/docs/src/build.js';
import { launchChromium } from '../../chromium.js';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { serveCompressed } from './compressing-server.js';
import { type FirstView, firstView } from './first-view.js';
import { buildRedocPage } from './redoc-page.js';

const ROUNDS = 5;

/** The pages that readers come to first, and the page that Redoc makes of the contract by default. */
const PAGES: Readonly<Record<string, Opening>> = {
  'the first page': { path: 'index.html' },
  'the longest guide': { path: 'webhooks.html' },
  'the reference, overview': { path: 'reference.html' },
  'the reference, an operation': { path: 'reference.html#generatePayment' },
  'the reference, an operation, for who saves data': { path: 'reference.html#generatePayment', savesData: true },
};
const REDOC = "Redoc's default page";

interface Opening {
  path: string;
  /** Whether the browser is set to save data. @default false */
  savesData?: boolean;
}

/** The site against Redoc's default page: what is loaded until the page is still, and when something can be read. */
export async function benchDocs(): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-bench-docs-'));
  const [site, redoc] = [join(folder, 'site'), join(folder, 'redoc')];
  await Promise.all([buildSite(site), buildRedocPage(redoc)]);
  const server = await serveCompressed([site, redoc]);
  const browser = await launchChromium();
  try {
    const openings: Record<string, Opening> = { ...PAGES, [REDOC]: { path: 'redoc.html' } };
    const subjects = Object.entries(openings).map(
      ([name, { path, savesData = false }]): [string, () => Promise<FirstView>] => [
        name,
        () => firstView(browser, { url: `${server.url}/${path}`, savesData }),
      ],
    );
    const views = await takeTurns(new Map(subjects), ROUNDS);
    return Object.keys(PAGES).flatMap((name) => compare(name, views.get(name) ?? [], views.get(REDOC) ?? []));
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(name: string, ours: readonly FirstView[], theirs: readonly FirstView[]): Comparison[] {
  const medians = (views: readonly FirstView[], key: keyof FirstView) => median(views.map((view) => view[key]));
  const how = `median of ${ROUNDS} loads, Chromium as a phone on 1.6 Mbit/s, processor slowed 4 times`;
  const row = (key: keyof FirstView, what: string, unit: 'kB' | 'ms', aim?: Comparison['aim']): Comparison => ({
    name: `${name}: ${what} against Redoc's default page`,
    ours: medians(ours, key),
    theirs: medians(theirs, key),
    unit,
    how,
    aim,
  });
  return [
    row('transferred', 'weight over the line', 'kB', { atMost: 0.6 }),
    row('unpacked', 'weight, unpacked,', 'kB', { atMost: 0.6 }),
    row('paint', 'first contentful paint', 'ms'),
  ];
}
