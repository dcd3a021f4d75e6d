import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium, launchChromium } from '../../../test/support/chromium.js';
import { runs } from '../../../test/support/spread.js';
import { qrPng, qrSvg } from '../src/payments/qr-image.js';
import { qrisContent } from '../src/payments/qris.js';

const MODULE = 8;
const QUIET_ZONE = 4;

const someContent = fc
  .record({
    amount: fc.integer({ min: 1000, max: 10_000_000 }),
    reference: fc.oneof(fc.stringMatching(/^PAY-[A-Z0-9]{12}$/), fc.stringMatching(/^[A-Za-z0-9_-]{1,50}$/)),
  })
  .map((payment) => qrisContent(payment));
const payable = qrisContent({ amount: 50_000, reference: 'PAY-0123456789AB' });
const longest = qrisContent({
  amount: 10_000_000,
  reference: 'Ab3_-'.repeat(10),
});

/** What a camera reads from an image; it does not look for white on black. */
function scan(png: Uint8Array): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  return jsqr.default(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data;
}

/** The modules of a PNG, including the quiet zone: true is black. Each must have one colour, opaque black or white. */
function modules(png: Uint8Array): boolean[][] {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  const pixels = new Uint32Array(new Uint8Array(data).buffer);
  expect(new Set(pixels)).toEqual(new Set([0xff000000, 0xffffffff]));
  expect([width % MODULE, height]).toEqual([0, width]);
  const rows = Array.from({ length: width / MODULE }, (_, y) =>
    Array.from({ length: width / MODULE }, (_, x) => pixels[y * MODULE * width + x * MODULE] === 0xff000000),
  );
  const redrawn = pixels.map((_, at) =>
    rows[Math.floor(at / width / MODULE)]?.[Math.floor((at % width) / MODULE)] ? 0xff000000 : 0xffffffff,
  );
  expect(Buffer.compare(Buffer.from(pixels.buffer), Buffer.from(redrawn.buffer))).toBe(0);
  return rows;
}

describe('the PNG', () => {
  test('scans as exactly its content', () => {
    fc.assert(
      fc.property(someContent, (content) => {
        expect(scan(qrPng(content))).toBe(content);
      }),
      runs(60),
    );
    expect(scan(qrPng(longest))).toBe(longest);
  });

  test('is opaque black on white, modules of 8 × 8 pixels, 4 of them white on each side', () => {
    for (const content of [payable, longest]) {
      const rows = modules(qrPng(content));
      const inner = rows.slice(QUIET_ZONE, -QUIET_ZONE).map((row) => row.slice(QUIET_ZONE, -QUIET_ZONE));
      const black = (from: boolean[][]) => from.flat().filter(Boolean).length;
      expect(black(rows)).toBe(black(inner));
      // The finder patterns reach the edges of the code, so the quiet zone is not wider either.
      expect([inner[0]?.[0], inner[0]?.at(-1), inner.at(-1)?.[0]]).toEqual([true, true, true]);
    }
  });

  test('survives damage: its error correction is M or better', () => {
    fc.assert(
      fc.property(someContent, (content) => {
        const formatRow = modules(qrPng(content))[QUIET_ZONE + 8] ?? [];
        // ISO/IEC 18004: the level is the first two bits of the format, masked with 10. Black and black is L.
        expect([formatRow[QUIET_ZONE], formatRow[QUIET_ZONE + 1]]).not.toEqual([true, true]);
      }),
      runs(20),
    );
  });

  test('has its own memory, not part of the pool that Node shares', () => {
    const png = qrPng(payable);
    expect(png.buffer.byteLength).toBe(png.byteLength);
    expect(Buffer.isBuffer(png)).toBe(false);
  });

  test('of content that no QR code can hold is an error', () => {
    expect(() => qrPng('x'.repeat(3000))).toThrow();
    expect(() => qrSvg('x'.repeat(3000), 'QRIS')).toThrow();
  });
});

const zbarimg = spawnSync('zbarimg', ['--version']).status === 0;
if (!zbarimg) console.warn('skipped: no zbarimg found; install zbar-tools (the PNG, read by a second scanner)');

test.skipIf(!zbarimg)('the PNG scans as exactly its content with a second scanner, zbarimg', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qris-'));
  try {
    const file = join(folder, 'qris.png');
    const amounts = [1000, 1001, 50_000, 99_999, 1_234_567, 10_000_000];
    for (const content of [...amounts.map((amount) => qrisContent({ amount, reference: `TRX_${amount}` })), longest]) {
      writeFileSync(file, qrPng(content));
      expect(execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8', stdio: 'pipe' })).toBe(
        `${content}\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the SVG', () => {
  test('scales, is an image with a name, and needs nothing else', () => {
    const svg = qrSvg(payable, 'QRIS');
    const [opening = ''] = /^<svg [^>]*>/.exec(svg) ?? [];
    expect(opening).toMatch(/ viewBox="-4 -4 (\d+) \1"/);
    expect(opening).toContain(' role="img"');
    expect(opening).not.toMatch(/ (width|height|style)=/);
    expect(svg).toContain('<title>QRIS</title>');
    expect(svg.match(/<\w+/g)).toEqual(['<svg', '<title', '<rect', '<path']);
    expect(svg).not.toMatch(/href|url\(|\bon\w+=/);
  });
});

describeInChromium('in Chromium, the SVG', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  });
  afterAll(() => browser?.close());

  /** A dark page, so that the white around the code must come from the image. */
  async function show(picture: string, width: number) {
    await page.goto('about:blank'); // the page before may be no HTML
    await page.setContent(
      `<!doctype html><body style="background: #000"><div style="width: ${width}px">${picture}</div>`,
    );
  }

  test.each([240, 333, 800])('scans as exactly its content, %i pixels wide in a page', async (width) => {
    for (const content of [payable, longest]) {
      await show(qrSvg(content, 'QRIS'), width);
      const picture = page.getByRole('img', { name: 'QRIS', exact: true });
      expect(await picture.boundingBox()).toMatchObject({ width, height: width });
      expect(scan(await picture.screenshot())).toBe(content);
    }
  });

  test('scans as exactly its content, for many payments', async () => {
    // Always the same ones: at a fractional number of pixels, the scanner's luck would be part of the test.
    const contents = fc.sample(someContent, { numRuns: 12, seed: 1 });
    for (const content of contents) {
      await show(qrSvg(content, 'QRIS'), 500);
      expect(scan(await page.locator('svg').screenshot())).toBe(content);
    }
  });

  test('scans as exactly its content, as a file of its own', async () => {
    await page.goto(`data:image/svg+xml,${encodeURIComponent(qrSvg(payable, 'QRIS'))}`);
    expect(scan(await page.screenshot())).toBe(payable);
  });

  test.each([
    'Warung "Ibu & Bapak"',
    '</title><script>document.body.id = "taken"</script><title>',
    '<img src=x onerror=alert(1)>',
    '&amp; ]]> &#0;',
    'control \u0000\u0007 half a character \ud800 end',
  ])('takes any text as its title, and keeps it text: %j', async (title) => {
    const name = title.replace(/[\p{Cc}\p{Cs}]/gu, ' ');
    await show(qrSvg(payable, title), 400);
    expect(await page.locator('svg > title').evaluate((element) => element.textContent)).toBe(name);
    expect(await page.locator('svg *').count()).toBe(3);
    expect(await page.locator('script, img, #taken').count()).toBe(0);

    await page.goto(`data:image/svg+xml,${encodeURIComponent(qrSvg(payable, title))}`);
    expect(await page.evaluate(() => document.querySelector('title')?.textContent)).toBe(name);
    expect(await page.evaluate(() => document.querySelector('parsererror, script'))).toBeNull();
    expect(scan(await page.screenshot())).toBe(payable);
  });
});
