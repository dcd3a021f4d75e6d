import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { fencedBlocks } from '../support/typescript-project.js';

const STARTER = 'packages/java/spring-boot-starter';
const SHOP = 'examples/spring-shop';
const FORMATTER = join(ROOT, 'packages/java/tools/google-java-format.jar');
/** The formatter reads the compiler's own classes. */
const EXPORTS = ['api', 'code', 'file', 'parser', 'tree', 'util'].map(
  (name) => `--add-exports=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

describeWithInstalled(
  'the Spring Boot starter and its laundry shop',
  join(ROOT, STARTER, 'tools/installed'),
  `${STARTER}/tools/install.sh`,
  () => {
    test('pass their tests on Spring Boot 3.5 and 4.1, from order to receipt and check-webhook in full', {
      timeout: 600_000,
    }, async () => {
      const sandbox = await startSandbox({ port: 0 });
      const folder = await mkdtemp(join(tmpdir(), 'kgiton-spring-'));
      try {
        // The tests of the Java package run elsewhere, perhaps at this moment.
        const isLeftOut = (path: string) => /\/target$|^packages\/java\/(src\/test|tools)$/.test(path);
        for (const place of ['packages/java', SHOP]) {
          await cp(join(ROOT, place), join(folder, place), {
            recursive: true,
            filter: (path) => !isLeftOut(relative(ROOT, path)),
          });
        }
        const { exitCode, output } = await run(
          'mvn',
          [
            ...['--offline', '--batch-mode', '--file', join(STARTER, 'tools/pom.xml'), 'verify'],
            // For programs that end within seconds. The shop is no JAR that runs alone.
            ...['-DargLine=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC', '-Dspring-boot.repackage.skip'],
          ],
          folder,
          {
            KGITON_SANDBOX_URL: sandbox.url,
            KGITON_SANDBOX_COMMAND: `${process.execPath} ${join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js')}`,
          },
          570_000,
        );
        expect(exitCode, output).toBe(0);
        // All of the starter and of the shop; not even one is skipped.
        const passed = [...output.matchAll(/Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0$/gm)];
        expect(passed.map(([, count]) => Number(count))).toEqual([22, 7]);
      } finally {
        await sandbox.close();
        await rm(folder, { recursive: true, force: true });
      }
    });

    test('have the format of google-java-format', { timeout: 120_000 }, async () => {
      const places = [join(STARTER, 'src'), join(SHOP, 'src')];
      const files = places.map(async (place) => {
        const names = await readdir(join(ROOT, place), { recursive: true });
        return names.filter((name) => name.endsWith('.java')).map((name) => join(place, name));
      });
      const check = ['-jar', FORMATTER, '--aosp', '--dry-run', '--set-exit-if-changed'];
      const args = [...EXPORTS, ...check, ...(await Promise.all(files)).flat()];
      const { exitCode, output } = await run('java', args, ROOT, {}, 100_000);
      expect([exitCode, output]).toEqual([0, '']);
    });
  },
);

test('the README of the Spring Boot starter and the guides show code that the tests run', async () => {
  const read = (path: string) => readFile(join(ROOT, path), 'utf8');
  const [webhook, security, account = '', ...others] = fencedBlocks(await read(join(STARTER, 'README.md')), 'java');
  const tested = async (name: string) =>
    (await read(join(STARTER, `src/test/java/com/example/${name}.java`))).replace(/^package .*\n\n/, '');
  expect(webhook).toBe(await tested('PaymentWebhook'));
  expect(security).toBe(await tested('SecurityConfiguration'));
  const shopTest = await read(join(SHOP, 'src/test/java/com/example/laundry/ShopTest.java'));
  expect(shopTest.replace(/^ {4}/gm, '')).toContain(account);
  expect(others).toEqual([]);
  for (const locale of ['en', 'id']) {
    const guide = await read(`packages/docs/guides/${locale}/libraries.md`);
    const [method = ''] = fencedBlocks(guide.slice(guide.indexOf('{#spring-boot}')), 'java');
    expect((await tested('PaymentWebhook')).replace(/^ {4}/gm, '')).toContain(method);
  }
});
