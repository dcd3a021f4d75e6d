import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, launchChromium } from '../../../packages/docs/src/index.js';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { serveCompressed } from './compressing-server.js';
import { type FirstView, firstView } from './first-view.js';
import { hasLighthouse, type Judgement, judge } from './lighthouse.js';
import { addPeerPages, GUIDE, hasPeers, PEER_PAGES } from './peers.js';

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

/** The guide that VitePress draws too, in the language of its Markdown. */
const OUR_GUIDE = `en/${GUIDE}.html`;

/** What Lighthouse says of an operation and a guide: against the limits, and against the same text as others draw it. */
async function judgements(url: string, folder: string): Promise<Comparison[]> {
  if (!hasLighthouse || !hasPeers) {
    console.warn('skipped: Lighthouse (not installed: npm ci --prefix scripts/bench/peers)');
    return [];
  }
  await addPeerPages(folder);
  const pages = [OPERATION, OUR_GUIDE, REDOC, PEER_PAGES.scalar, PEER_PAGES.vitepress];
  const judged = pages.map((path): [string, () => Promise<Judgement>] => [path, () => judge(`${url}/${path}`, folder)]);
  const all = await takeTurns(new Map(judged), LIGHTHOUSE_ROUNDS);
  const medianOf = (path: string, key: keyof Judgement) => median((all.get(path) ?? []).map((one) => one[key]));
  const points = (path: string) => CATEGORIES.map((key) => medianOf(path, key));
  const how = `median of ${LIGHTHOUSE_ROUNDS}, Lighthouse as it comes, on a phone`;
  const operation = 'the reference, an operation: Lighthouse (performance, accessibility, practices, SEO)';
  const guide = 'the longest guide: Lighthouse (performance, accessibility, practices, SEO)';
  const limits = CATEGORIES.map(() => POINTS);
  const against = (name: string, ours: string, theirs: number[], aim?: Comparison['aim']): Comparison => ({
    name,
    ours: points(ours),
    theirs,
    unit: 'points',
    how,
    aim,
  });
  const shift = (name: string, path: string): Comparison => ({
    name: `${name}: layout shift against the limit`,
    ours: medianOf(path, 'shift'),
    theirs: SHIFT,
    unit: 'of the screen',
    how,
    aim: { atMost: 1 },
  });
  return [
    against(`${operation} against ${POINTS} points`, OPERATION, limits, { atLeast: 1 }),
    against(`${operation} against Redoc's page`, OPERATION, points(REDOC)),
    against(`${operation} against Scalar's page`, OPERATION, points(PEER_PAGES.scalar)),
    shift('the reference, an operation', OPERATION),
    against(`${guide} against ${POINTS} points`, OUR_GUIDE, limits, { atLeast: 1 }),
    against(`${guide} against VitePress's page of it`, OUR_GUIDE, points(PEER_PAGES.vitepress)),
    shift('the longest guide', OUR_GUIDE),
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
