import { startSandbox } from '@kgiton/sandbox';
import { describe, expect, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import { serve } from '../../../test/support/http-server.js';
import { startAssistant } from './client.js';

const request = { transaction_id: 'TRX-1', amount: 50_000, payment_type: 'QRIS' };

describe('a server with KGITON_SANDBOX_URL', () => {
  test('uses that sandbox, and the account of KGITON_SANDBOX_API_KEY', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const apiKey = 'kgiton_of_the_shop';
    await using assistant = await startAssistant({
      KGITON_SANDBOX_URL: `${sandbox.url}/`,
      KGITON_SANDBOX_API_KEY: apiKey,
    });
    await assistant.data('generate_payment', request);
    expect(await sandbox.payment('TRX-1', apiKey)).toMatchObject({ transactionId: 'TRX-1', apiKey });
  });

  test('says so where nothing responds, and connects once something does', async () => {
    const sandbox = await startSandbox({ port: 0 });
    await sandbox.close();
    await using assistant = await startAssistant({ KGITON_SANDBOX_URL: sandbox.url });
    expect(await assistant.failure('create_account')).toMatch(
      /^SANDBOX_UNREACHABLE: KGITON_SANDBOX_URL: nothing responds at .* Start one with npx @kgiton\/sandbox/,
    );
    await using _later = await startSandbox({ port: Number(new URL(sandbox.url).port) });
    expect(await assistant.data('create_account')).toMatchObject({ base_url: sandbox.url });
  });

  test.each(document.servers.map(({ url }: { url: string }) => url))(
    'refuses %s, which takes real payments, without a request',
    async (url) => {
      for (const address of [url, `${url}/sandbox`]) {
        await using assistant = await startAssistant({
          KGITON_SANDBOX_URL: address,
          KGITON_SANDBOX_API_KEY: 'kgiton_x',
        });
        expect(await assistant.failure('generate_payment', request)).toMatch(/^NOT_A_SANDBOX: .*takes real payments/);
      }
    },
  );

  test.each([
    ['an API that is no sandbox', (_path: string) => '{"success":true}', 200],
    ['a web site', (_path: string) => '<!doctype html><title>Shop</title>', 200],
    ['a server with a health check of its own', (_path: string) => '{"status":"ok"}', 200],
    ['a redirect to a sandbox', (_path: string) => '{"status":"ok","contract_version":"2.0.0"}', 302],
  ])('refuses %s before it sends a key there', async (_what, body, status) => {
    const sent: (string | undefined)[] = [];
    await using server = await serve(({ url = '', headers }, response) => {
      sent.push(`${url} ${headers['x-api-key']}`);
      response.writeHead(status, { location: '/elsewhere' }).end(body(url));
    });
    await using assistant = await startAssistant({
      KGITON_SANDBOX_URL: server.url,
      KGITON_SANDBOX_API_KEY: 'kgiton_of_the_shop',
    });
    expect(await assistant.failure('generate_payment', request)).toMatch(/^NOT_A_SANDBOX: .*is not a KGiTON sandbox/);
    expect(sent).toEqual(['/_sandbox/health undefined']);
  });

  test.each(['localhost:4020', 'ftp://localhost', 'http://user:secret@localhost:4020', 'not a url'])(
    'refuses %s, which is no address of a sandbox, and does not repeat it',
    async (url) => {
      await using assistant = await startAssistant({ KGITON_SANDBOX_URL: url });
      const text = await assistant.failure('create_account');
      expect(text).toMatch(/^INVALID_URL: KGITON_SANDBOX_URL: expected an http or https address/);
      expect(text).not.toContain('secret');
    },
  );
});

describe('a key of production', () => {
  test('is not taken as an argument', async () => {
    await using assistant = await startAssistant();
    await assistant.data('create_account');
    for (const name of ['api_key', 'x-api-key', 'apiKey', 'webhook_secret']) {
      expect(await assistant.failure('generate_payment', { ...request, [name]: 'kgiton_live' })).toMatch(
        /^INVALID_REQUEST: This server takes no keys .*never one of production/,
      );
    }
    expect(await assistant.data('list_payments')).toMatchObject({ payments: [] });
  });

  test('is not asked for: the first thing that an assistant reads says so', async () => {
    await using assistant = await startAssistant();
    expect(assistant.client.getInstructions()).toMatch(
      /sandboxes only and takes no production key\. Never ask for one\./,
    );
  });
});

test('a tool that needs an account says that there is none', async () => {
  await using assistant = await startAssistant();
  expect(await assistant.failure('list_payments')).toBe(
    'NO_ACCOUNT: This session has no account yet. Call create_account first.',
  );
});

test('an argument that there is not, and one that is missing, are named', async () => {
  await using assistant = await startAssistant();
  await assistant.data('create_account');
  expect(await assistant.failure('pay_payment', { payment: 'TRX-1' })).toBe(
    'INVALID_REQUEST: There is no argument payment. The arguments are: id.',
  );
  expect(await assistant.failure('pay_payment')).toBe('INVALID_REQUEST: The argument id is missing.');
  expect(await assistant.failure('pay_payment', { id: '../reset' })).toMatch(/^NOT_FOUND: /);
});
