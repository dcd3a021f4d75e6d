import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeScope {
  /** Selectors of parts to leave out. */
  exclude?: string[];
}

/** Runs axe on a page, whose content security policy must be bypassed. */
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
