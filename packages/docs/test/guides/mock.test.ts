import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/ports.js';
import { send } from '../../../../test/support/target.js';
import { blockAt } from './pages.js';
import { createReaderFolder, describeWithShell, type ReaderFolder, type RunningCommand, startInBash } from './shell.js';

/** npx and the mock take their time on a busy machine. */
const STARTING = { timeout: 45_000 };

const PATH = '/api/partner/payment/generate';
const body = {
  transaction_id: 'ORDER-1',
  amount: 50_000,
  license_key: 'SANDB-EMPTY-00000-00000-00001',
  payment_type: 'CHECKOUT_PAGE',
};

describeWithShell('the mock of the testing guide, started with openapi.yaml alone', () => {
  const target = { url: '', apiKey: 'kgiton_your_api_key_here' };
  let folder: ReaderFolder;
  let mock: RunningCommand;
  beforeAll(async () => {
    folder = await createReaderFolder();
    const port = await freePort();
    target.url = `http://127.0.0.1:${port}`;
    mock = startInBash(`${blockAt('testing#mock').code.trim()} --port ${port}`, folder);
  });
  afterAll(async () => {
    await mock?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  test('starts, and says where it listens', async () => {
    await expect.poll(() => mock.output(), STARTING).toContain(`Prism is listening on ${target.url}`);
  });

  test('returns the first example of a status, whatever the request', async () => {
    const { status, body: answer } = await send(target, { path: PATH, body });
    expect({ status, answer }).toMatchObject({ status: 200, answer: { payment_type: 'QRIS', amount: 50_000 } });
    expect(answer?.transaction_id).not.toBe(body.transaction_id);
  });

  test('is stateless: the same transaction id with another body is no duplicate', async () => {
    expect((await send(target, { path: PATH, body: { ...body, amount: 60_000 } })).status).toBe(200);
  });

  test('returns another example when Prefer names it', async () => {
    const prefer = { prefer: 'code=502, example=GATEWAY_ERROR' };
    const { status, body: answer } = await send(target, { path: PATH, body, headers: prefer });
    expect({ status, answer }).toMatchObject({ status: 502, answer: { code: 'GATEWAY_ERROR' } });
  });

  test('follows Prefer only if the request is valid', async () => {
    const prefer = { prefer: 'code=502, example=GATEWAY_ERROR' };
    expect((await send(target, { path: PATH, body: { ...body, amount: 'much' }, headers: prefer })).status).toBe(400);
  });
});
