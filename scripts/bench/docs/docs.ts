import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, launchChromium } from '../../../packages/docs/src/index.js';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { serveCompressed } from './compressing-server.js';
import { type FirstView, firstView } from './first-view.js';
import { hasLighthouse, type Judgement, judge } from './lighthouse.js';

const ROUNDS = 5;

/** The largest page of an operation. */
const OPERATION = 'reference-generate-payment.html';

/** The pages that readers come to first. */
const PAGES: Readonly<Record<string, string>> = {
  'the first page': 'index.html',
  'the longest guide': 'webhooks.html',
  'the reference, overview': 'reference.html',
  'the reference, an operation': OPERATION,
};

/** The page that Redoc makes of the contract: the same text as the reference. */
const REDOC = 'redoc.html';

/** The site against Redoc's page: what is loaded until the network is idle, and the first contentful paint. */
export async function benchDocs(): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-bench-docs-'));
  const server = await serveCompressed(folder);
  // Published there: Lighthouse wants absolute addresses of the other language.
  await buildSite(folder, { siteUrl: `${server.url}/` });
  const browser = await launchChromium();
  try {
    const opened = [...Object.values(PAGES), REDOC].map((path): [string, () => Promise<FirstView>] => [
      path,
      () => firstView(browser, `${server.url}/${path}`),
    ]);
    const views = await takeTurns(new Map(opened), ROUNDS);
    return [
      ...Object.entries(PAGES).flatMap(([name, path]) => compare(name, views.get(path) ?? [], views.get(REDOC) ?? [])),
      ...(await judgements(server.url, folder)),
    ];
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What every page of ours has to have in each category of Lighthouse, and may move at most. */
const POINTS = 95;
const SHIFT = 0.05;

/** What Lighthouse says of an operation, against the limits, and of Redoc's page of the same contract. */
async function judgements(url: string, folder: string): Promise<Comparison[]> {
  if (!hasLighthouse) {
    console.warn('skipped: Lighthouse (not installed: npm ci --prefix scripts/bench/peers)');
    return [];
  }
  const judged = [OPERATION, REDOC].map((path): [string, () => Promise<Judgement>] => [
    path,
    () => judge(`${url}/${path}`, folder),
  ]);
  const all = await takeTurns(new Map(judged), LIGHTHOUSE_ROUNDS);
  const medianOf = (path: string, key: keyof Judgement) => median((all.get(path) ?? []).map((one) => one[key]));
  const [ours, theirs] = [OPERATION, REDOC].map((path) => CATEGORIES.map((key) => medianOf(path, key)));
  const how = `median of ${LIGHTHOUSE_ROUNDS}, Lighthouse as it comes, on a phone`;
  const name = 'the reference, an operation: Lighthouse (performance, accessibility, practices, SEO)';
  return [
    {
      name: `${name} against ${POINTS} points`,
      ours: ours ?? [],
      theirs: CATEGORIES.map(() => POINTS),
      unit: 'points',
      how,
      aim: { atLeast: 1 },
    },
    { name: `${name} against Redoc's page`, ours: ours ?? [], theirs: theirs ?? [], unit: 'points', how },
    {
      name: 'the reference, an operation: layout shift against the limit',
      ours: medianOf(OPERATION, 'shift'),
      theirs: SHIFT,
      unit: 'of the screen',
      how,
      aim: { atMost: 1 },
    },
  ];
}

const CATEGORIES = ['performance', 'accessibility', 'practices', 'seo'] as const;
const LIGHTHOUSE_ROUNDS = 3;

function compare(name: string, ours: readonly FirstView[], theirs: readonly FirstView[]): Comparison[] {
  const medians = (views: readonly FirstView[], key: keyof FirstView) => median(views.map((view) => view[key]));
  const how = `median of ${ROUNDS} loads, Chromium as a phone on 1.6 Mbit/s, processor slowed 4 times`;
  const row = (key: keyof FirstView, what: string, unit: 'kB' | 'ms', aim?: Comparison['aim']): Comparison => ({
    name: `${name}: ${what} against Redoc's page`,
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
