import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithTools } from '../support/describe-with-tools.js';

const SHOP = join(ROOT, 'examples/go-shop');

// Its dependencies have to be here already: to download and compile them takes minutes.
describeWithTools(
  'the laundry shop in Go',
  [['env', 'GOPROXY=off', 'go', '-C', SHOP, 'list', '-deps', '-test']],
  () => {
    test('takes orders and payments with net/http, Gin and Echo, and passes check-webhook in full', {
      timeout: 600_000,
    }, async () => {
      const sandbox = await startSandbox({ port: 0 });
      try {
        const { exitCode, output } = await run(
          'go',
          ['test', '-count=1', '-v', './...'],
          SHOP,
          {
            KGITON_SANDBOX_URL: sandbox.url,
            KGITON_SANDBOX_COMMAND: `${process.execPath} ${join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js')}`,
          },
          570_000,
        );
        expect(exitCode, output).toBe(0);
        expect(output.match(/^ {4}--- PASS: TestTheWebhookPassesCheckWebhookInFull\//gm)).toHaveLength(3);
        const { exitCode: vetted, output: complaints } = await run('go', ['vet', './...'], SHOP, {}, 120_000);
        expect(vetted, complaints).toBe(0);
        expect((await run('gofmt', ['-l', '.'], SHOP)).output).toBe('');
      } finally {
        await sandbox.close();
      }
    });
  },
);
