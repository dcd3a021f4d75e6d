import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { describeInChromium } from './chromium.js';

const run = promisify(execFile);
const command = ['--import', 'tsx', 'packages/docs/src/screenshots.ts'];

/** Milliseconds: the site is built first. */
const LONG = 240_000;

describeInChromium('the screenshots of the site', () => {
  test('are taken in both languages, on a desktop and a phone, light and dark, of each operation too', {
    timeout: LONG,
  }, async () => {
    const out = await mkdtemp(join(tmpdir(), 'kgiton-screenshots-'));
    try {
      const { stdout } = await run('node', [...command, '--out', out, '--page', 'reference'], { cwd: ROOT });
      expect(stdout).toBe(`screenshots: 24 screenshots in ${out}\n`);
      const forms = await readdir(out);
      expect(forms).toHaveLength(8);
      for (const form of forms) {
        const names = ['reference-generatePayment.png', 'reference-receivePaymentSuccess.png', 'reference.png'];
        expect(await readdir(join(out, form))).toEqual(names);
        for (const name of names) {
          const { width, height, data } = PNG.sync.read(await readFile(join(out, form, name)));
          const pageWidth = form.includes('phone') ? 390 : 1280;
          if (name === 'reference.png') expect(width, form).toBe(pageWidth);
          else expect(width, form).toBeLessThan(pageWidth);
          expect(height, form).toBeGreaterThan(1_000);
          // The corner at the bottom is the background.
          expect((data.at(-4) ?? 0) > 200, `${form} ${name}`).toBe(form.endsWith('light'));
        }
      }
    } finally {
      await rm(out, { recursive: true });
    }
  });
});

test('the command without a folder says how it is called', async () => {
  const failed = await run('node', command, { cwd: ROOT }).catch((error) => error);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('Usage: npm run docs:screenshots -- --out FOLDER');
});
