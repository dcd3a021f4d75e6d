import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { describeWithTool } from './toolchain.js';

describeWithTool('Vitest', 'vitest/vitest.mjs', (vitest) => {
  let partner: Partner;
  beforeAll(async () => {
    partner = await createPartner({ files: ['payment-body.cjs', 'jest'] });
    await partner.write(
      'vitest.config.mjs',
      `export default { test: { globals: true, projects: [
  { extends: true, test: { name: 'as they are', include: ['jest/typescript.test.ts', 'jest/esm.test.mjs'] } },
  { extends: true, test: {
    name: 'inlined', include: ['jest/typescript.test.ts', 'jest/esm.test.mjs'], server: { deps: { inline: true } },
  } },
] } };`,
    );
  });
  afterAll(() => partner?.[Symbol.asyncDispose]());

  test('takes payments and verifies webhooks, with the packages as they are and transformed', async () => {
    const { exitCode, output } = await run(process.execPath, [vitest, 'run', '--reporter', 'verbose'], partner.root);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/Tests +6 passed \(6\)/);
  });
});
