import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, launchChromium } from '../../../packages/docs/src/index.js';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { serveCompressed } from './compressing-server.js';
import { type FirstView, firstView } from './first-view.js';

const ROUNDS = 5;

/** The pages that readers come to first. */
const PAGES: Readonly<Record<string, string>> = {
  'the first page': 'index.html',
  'the longest guide': 'webhooks.html',
  'the reference, overview': 'reference.html',
  'the reference, an operation': 'reference.html#generatePayment',
};

/** The page that Redoc makes of the contract: the same text as the reference. */
const REDOC = 'redoc.html';

/** The site against Redoc's page: what is loaded until the network is idle, and the first contentful paint. */
export async function benchDocs(): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-bench-docs-'));
  await buildSite(folder);
  const server = await serveCompressed(folder);
  const browser = await launchChromium();
  try {
    const opened = [...Object.values(PAGES), REDOC].map((path): [string, () => Promise<FirstView>] => [
      path,
      () => firstView(browser, `${server.url}/${path}`),
    ]);
    const views = await takeTurns(new Map(opened), ROUNDS);
    return Object.entries(PAGES).flatMap(([name, path]) =>
      compare(name, views.get(path) ?? [], views.get(REDOC) ?? []),
    );
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
