import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { describeInChromium } from './chromium.js';

const run = promisify(execFile);
const command = ['--import', 'tsx', 'scripts/docs-screenshots.ts'];

describeInChromium('the pictures of the site', () => {
  test('are taken of a page in both languages, on a desktop and a phone, light and dark', async () => {
    const out = await mkdtemp(join(tmpdir(), 'kgiton-screenshots-'));
    try {
      const { stdout } = await run('node', [...command, '--out', out, '--page', 'qris'], { cwd: ROOT });
      expect(stdout).toBe(`screenshots: 8 pictures in ${out}\n`);
      const forms = await readdir(out);
      expect(forms).toHaveLength(8);
      for (const form of forms) {
        const { width, height, data } = PNG.sync.read(await readFile(join(out, form, 'qris.png')));
        expect(width, form).toBe(form.includes('phone') ? 390 : 1280);
        expect(height, form).toBeGreaterThan(2_000);
        // The corner at the bottom is the background.
        expect((data.at(-4) ?? 0) > 200, form).toBe(form.endsWith('light'));
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
