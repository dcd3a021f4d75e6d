import { test } from 'vitest';
import { launchChromium } from '/work/main/test/docs/chromium.js';
import { startBusySandbox, order, bill, LAUNDRY } from '/work/main/packages/sandbox/test/dashboard-shop.js';
import { startSandbox } from '/work/main/packages/sandbox/src/index.js';
test('shots', async () => {
  await using busy = await startBusySandbox();
  await using empty = await startSandbox({ port: 0 });
  await using pays = await startSandbox({ port: 0 });
  const a = await order(pays, 'A', {...bill, customer_phone: '081234567890'});
  const b = await order(pays, 'B', {...bill, amount: 20_000_000, items: undefined});
  const browser = await launchChromium();
  for (const [size, viewport] of Object.entries({ desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }))
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport, colorScheme, ...(size === 'phone' && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }) });
      const page = await context.newPage();
      for (const [name, url] of Object.entries({ empty: empty.url, full: busy.sandbox.url, one: `${busy.sandbox.url}/?api_key=${LAUNDRY}`, pay: `${pays.url}/pay/${a}`, paybig: `${pays.url}/pay/${b}` })) {
        await page.goto(url); await page.waitForTimeout(700);
        await page.screenshot({ path: `/tmp/dash2/${name}-${size}-${colorScheme}.png`, fullPage: true });
      }
      await context.close();
    }
  await browser.close();
}, 120_000);
