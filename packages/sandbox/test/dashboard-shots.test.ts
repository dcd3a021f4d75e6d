import { test } from 'vitest';
import { launchDashboardBrowser } from './dashboard-visit.js';
import { busyWorld, licenses } from './dashboard-world.js';

test('shots', async () => {
  await using browser = await launchDashboardBrowser();
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390])
      for (const [name, world] of [
        ['full', busyWorld()],
        ['empty', { licenses }],
      ] as const) {
        await using v = await browser.visit(world, {
          colorScheme,
          viewport: { width, height: 900 },
          ...(width < 500 && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
        });
        await v.page.waitForTimeout(400);
        console.log(name, width, v.problems, await v.page.evaluate(() => document.documentElement.scrollWidth));
        await v.page.screenshot({ path: `/tmp/dash/${name}-${width}-${colorScheme}.png` });
        await v.page.evaluate(() => scrollTo(0, 1150));
        await v.page.screenshot({ path: `/tmp/dash/${name}-${width}-${colorScheme}-b.png` });
      }
  await using v = await browser.visit(busyWorld(), {
    path: '/?api_key=kgiton_laundry',
    viewport: { width: 1280, height: 900 },
  });
  await v.page.locator('.qr summary').first().click();
  await v.page.locator('.folded summary').first().click();
  await v.page.locator('#deliveries .folded summary').first().click();
  await v.page.locator('#picker summary').click();
  await v.page.screenshot({ path: `/tmp/dash/open.png`, fullPage: true });
});
