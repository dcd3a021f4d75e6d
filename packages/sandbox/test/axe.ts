import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds right and wrong on a page, whose content security policy has to be bypassed. */
export async function runAxe(page: Page): Promise<AxeResults> {
  await page.addScriptTag({ content: axe });
  return page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations', 'passes'] } satisfies RunOptions,
  );
}
