import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeScope {
  /** Selectors of parts that are not looked at. */
  exclude?: string[];
}

/** What axe finds wrong on a page, and the rules that it finds kept; the page's content security policy has to be bypassed. */
export async function runAxe(page: Page, scope: AxeScope = {}): Promise<AxeResults> {
  await page.addScriptTag({ content: axe });
  return page.evaluate(
    ([scope, options]) =>
      (globalThis as unknown as { axe: { run(scope: AxeScope, options: RunOptions): Promise<AxeResults> } }).axe.run(
        scope,
        options,
      ),
    [{ include: ['html'], ...scope }, { resultTypes: ['violations'] } satisfies RunOptions] as const,
  );
}
