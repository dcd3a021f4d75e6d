import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { describeWithTool } from './toolchain.js';

/** What esbuild advises for bundles of ES modules that contain CommonJS. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: ['payment-body.cjs', 'payment.cjs', 'payment.mjs'] });
});
afterAll(() => partner?.[Symbol.asyncDispose]());

/** Runs a bundle where no package is installed: all that it needs has to be within. */
async function expectToTakeAPayment(bundle: string): Promise<void> {
  const alone = join(partner.root, '../alone');
  await mkdir(alone, { recursive: true });
  await copyFile(join(partner.root, bundle), join(alone, basename(bundle)));
  const finished = await run(process.execPath, ['--no-experimental-require-module', basename(bundle)], alone);
  expect(finished).toEqual({ exitCode: 0, output: 'payment ok\n' });
}

describe('esbuild', () => {
  const bundles = [
    { format: 'cjs', entry: 'payment.cjs', outfile: 'esbuild-of-require.cjs' },
    { format: 'cjs', entry: 'payment.mjs', outfile: 'esbuild-of-import.cjs' },
    { format: 'esm', entry: 'payment.mjs', outfile: 'esbuild.mjs' },
  ] as const;
  for (const { format, entry, outfile } of bundles) {
    test(`makes one file of ${format} of ${entry}, and it takes a payment`, async () => {
      const paths = { absWorkingDir: partner.root, entryPoints: [entry], outfile };
      const options = { bundle: true, platform: 'node', format, logLevel: 'error' } as const;
      const { warnings } = await build({ ...paths, ...options, ...(format === 'esm' && { banner: { js: REQUIRE } }) });
      expect(warnings).toEqual([]);
      await expectToTakeAPayment(outfile);
    });
  }
});

describeWithTool('webpack', 'webpack/lib/index.js', (webpack) => {
  test('makes one file each of payment.cjs and payment.mjs, and both take a payment', async () => {
    const config = {
      mode: 'production',
      target: 'node20',
      context: partner.root,
      entry: { 'webpack-of-require': './payment.cjs', 'webpack-of-import': './payment.mjs' },
      output: { path: partner.root, filename: '[name].cjs' },
      optimization: { minimize: false },
    };
    await partner.write(
      'webpack.cjs',
      `const webpack = require(${JSON.stringify(webpack)});
const plugins = [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })];
webpack({ ...${JSON.stringify(config)}, plugins }, (error, stats) => {
  if (error) throw error;
  if (stats.hasErrors() || stats.hasWarnings()) console.log(stats.toString('errors-warnings'));
});`,
    );
    expect(await run(process.execPath, ['webpack.cjs'], partner.root)).toEqual({ exitCode: 0, output: '' });
    for (const name of Object.keys(config.entry)) await expectToTakeAPayment(`${name}.cjs`);
  });
});

describeWithTool('tsup', 'tsup/dist/cli-default.js', (tsup) => {
  test('makes CommonJS and ES modules of payment.mjs, and both take a payment', async () => {
    await partner.write(
      'tsup.config.mjs',
      `export default {
  entry: { tsup: 'payment.mjs' },
  format: ['cjs', 'esm'],
  outDir: 'tsup',
  noExternal: [/.*/],
  splitting: false,
  banner: ({ format }) => (format === 'esm' ? { js: ${JSON.stringify(REQUIRE)} } : {}),
};`,
    );
    const { exitCode, output } = await run(process.execPath, [tsup, '--config', 'tsup.config.mjs'], partner.root);
    expect({ exitCode, warnings: output.match(/warn/gi) }, output).toEqual({ exitCode: 0, warnings: null });
    await expectToTakeAPayment('tsup/tsup.cjs');
    await expectToTakeAPayment('tsup/tsup.js');
  });
});
