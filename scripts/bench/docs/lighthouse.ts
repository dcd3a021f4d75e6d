import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromiumPath } from '../../../packages/docs/src/index.js';
import { ROOT } from '../../paths.js';

const run = promisify(execFile);
const PROGRAM = join(ROOT, 'scripts/bench/peers/node_modules/lighthouse/cli/index.js');

/** What Lighthouse says of a page on a phone: points from 0 to 100, and the layout shift. */
export interface Judgement {
  performance: number;
  accessibility: number;
  practices: number;
  seo: number;
  shift: number;
}

/** Whether Lighthouse is there. It is large, so it has a folder of its own. */
export const hasLighthouse = existsSync(PROGRAM);

/** Runs Lighthouse as it comes, on a phone. It asks no network for anything but the page. */
export async function judge(url: string, folder: string): Promise<Judgement> {
  const output = join(folder, 'lighthouse.json');
  const flags = ['--quiet', '--output=json', `--output-path=${output}`, '--no-enable-error-reporting'];
  const chromium = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
  const env = { ...process.env, CHROME_PATH: chromiumPath ?? '' };
  await run(process.execPath, [PROGRAM, url, ...flags, chromium], { env, maxBuffer: 2 ** 26 });
  const { categories, audits } = JSON.parse(await readFile(output, 'utf8'));
  await rm(output);
  const points = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
  return {
    performance: points('performance'),
    accessibility: points('accessibility'),
    practices: points('best-practices'),
    seo: points('seo'),
    shift: audits['cumulative-layout-shift'].numericValue,
  };
}
