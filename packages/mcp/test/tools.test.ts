import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import control from '../../sandbox/openapi.json' with { type: 'json' };
import { operationOf } from '../src/documents.js';
import { type Assistant, startAssistant } from './client.js';

let assistant: Assistant;
let account: { api_key: string; base_url: string };
beforeAll(async () => {
  assistant = await startAssistant();
  account = await assistant.data('create_account');
});
afterAll(() => assistant?.[Symbol.asyncDispose]());

let count = 0;
const generate = async (more: object = {}): Promise<string> => {
  const transaction_id = `TRX-${++count}`;
  await assistant.data('generate_payment', { transaction_id, amount: 50_000, payment_type: 'QRIS', ...more });
  return transaction_id;
};

describe('the tools', () => {
  test('are the operations of both documents that an assistant needs, and the documentation', async () => {
    const { tools } = await assistant.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'create_account',
      'generate_payment',
      'get_payment_status',
      'list_payments',
      'pay_payment',
      'expire_payment',
      'fail_payment',
      'advance_clock',
      'set_fault',
      'clear_fault',
      'list_faults',
      'list_deliveries',
      'redeliver',
      'list_requests',
      'check_webhook',
      'search_docs',
      'read_docs',
    ]);
  });

  test('have the properties of the documents, with their limits and meanings, and nothing to resolve', async () => {
    const { tools } = await assistant.client.listTools();
    const inputOf = (name: string) => {
      const tool = tools.find((one) => one.name === name);
      if (!tool) throw new Error(`There is no tool ${name}.`);
      return tool.inputSchema;
    };
    const { properties, required } = document.components.schemas.PartnerPaymentRequest as {
      properties: object;
      required: string[];
    };
    expect(Object.keys(inputOf('generate_payment').properties ?? {})).toEqual(Object.keys(properties));
    // The sandbox has license keys of its own, so nobody has to know one.
    expect(inputOf('generate_payment').required).toEqual(required.filter((name) => name !== 'license_key'));
    const kinds = control.components.schemas.FaultKind;
    const { fault } = inputOf('set_fault').properties as unknown as {
      fault: { properties: { kind: Record<string, unknown> } };
    };
    expect(fault.properties.kind.enum).toEqual(kinds.enum);
    for (const [kind, meaning] of Object.entries(kinds['x-enumDescriptions'])) {
      expect(fault.properties.kind.description).toContain(`- ${kind}: ${meaning}`);
    }
    expect(JSON.stringify(tools)).not.toMatch(/\$ref|"x-/);
  });

  test('take no key, whatever it is called', async () => {
    const { tools } = await assistant.client.listTools();
    const names = tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}));
    expect(names.filter((name) => /api|secret|token/i.test(name))).toEqual([]);
  });

  test('speak of the account of the session, in their descriptions and those of their arguments', async () => {
    const { tools } = await assistant.client.listTools();
    for (const { name, description = '', inputSchema } of tools.filter((tool) => tool.name !== 'create_account')) {
      const text = `${description} ${JSON.stringify(inputSchema)}`;
      expect(text, name).not.toMatch(/API key|x-api-key|React Native|--\w/);
      // Each line is a paragraph or a point of a list.
      expect(text, name).not.toMatch(/\w(\n|\\n)\w/);
    }
    const lists = tools.filter(({ name }) => /^list_(payments|deliveries|requests)$/.test(name));
    expect(lists).toHaveLength(3);
    for (const { description, inputSchema } of lists) {
      expect(description).toMatch(/, oldest first\./);
      const { limit } = inputSchema.properties as unknown as { limit: { description: string; default: number } };
      expect(limit.description).toContain(`by default ${limit.default}.`);
    }
  });

  test('take no property that they do not name, at any depth', async () => {
    const { tools } = await assistant.client.listTools();
    for (const { name, inputSchema } of tools) {
      const text = JSON.stringify(inputSchema);
      const objects = text.match(/"type":"object"/g)?.length;
      expect(text.match(/"additionalProperties":false/g)?.length, name).toBe(objects);
    }
  });

  test('tell the client which of them only read', async () => {
    const { tools } = await assistant.client.listTools();
    const reading = tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
    expect(reading).toEqual([
      'get_payment_status',
      'list_payments',
      'list_faults',
      'list_deliveries',
      'list_requests',
      'search_docs',
      'read_docs',
    ]);
  });

  test('are small enough to stand in the context of every conversation', async () => {
    const { tools } = await assistant.client.listTools();
    const read = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(JSON.stringify(read).length).toBeLessThan(24_000);
    expect(JSON.stringify(tools).length).toBeLessThan(60_000);
  });
});

describe('create_account', () => {
  test('makes an account that a program can use, at the address of the sandbox', async () => {
    expect(account.api_key).toMatch(/^kgiton_/);
    const { path } = operationOf('getPaymentStatus');
    const transactionId = await generate();
    const url = `${account.base_url}${path.replace(/\{\w+\}/, transactionId)}`;
    const response = await fetch(url, { headers: { 'x-api-key': account.api_key } });
    expect(await response.json()).toMatchObject({ payment_status: 'pending' });
  });

  test('starts afresh: the tools use the new account from then on', async () => {
    await using other = await startAssistant({ KGITON_SANDBOX_URL: account.base_url });
    await other.data('create_account');
    expect(await other.data('list_payments')).toMatchObject({ payments: [] });
  });
});

describe('generate_payment', () => {
  test('returns what a program would get', async () => {
    const request = { transaction_id: 'TRX-QRIS', amount: 50_000, payment_type: 'QRIS' };
    expect(await assistant.data('generate_payment', request)).toMatchObject({
      ...request,
      success: true,
      qris: { qr_content: expect.stringContaining('ID.CO.QRIS.WWW') },
    });
  });

  test.each([
    [{ amount: 50 }, /^INVALID_AMOUNT: .*\n.*"\/amount".*\nWhat to do: /],
    [{ payment_type: 'qris' }, /^INVALID_PAYMENT_TYPE: /],
    [{ license_key: 'SANDB-EMPTY-00000-00000-00001' }, /^INSUFFICIENT_TOKENS: .*\nWhat to do: /],
  ])('%o fails as it does for a program, and says what to do', async (wrong, text) => {
    const request = { transaction_id: 'TRX-WRONG', amount: 50_000, payment_type: 'QRIS', ...wrong };
    const result = await assistant.call('generate_payment', request);
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([{ type: 'text', text: expect.stringMatching(text) }]);
    expect(result.structuredContent).toMatchObject({ success: false, code: expect.any(String) });
  });
});

test('pay_payment, expire_payment and fail_payment end a payment, and get_payment_status says how', async () => {
  const outcomes = { pay_payment: 'paid', expire_payment: 'expired', fail_payment: 'failed' };
  for (const [tool, status] of Object.entries(outcomes)) {
    const id = await generate();
    expect(await assistant.data(tool, { id })).toMatchObject({ state: status });
    expect(await assistant.data('get_payment_status', { transaction_id: id })).toMatchObject({
      payment_status: status,
    });
    expect(await assistant.failure('pay_payment', { id })).toMatch(/^(ALREADY_PAID|EXPIRED|FAILED): /);
  }
});

test.each(['', '.', '..'])('no request can name the id %j, so none is sent', async (id) => {
  const names = `names nothing: ${JSON.stringify(id)}.`;
  for (const tool of ['pay_payment', 'redeliver']) {
    expect(await assistant.failure(tool, { id })).toBe(`INVALID_REQUEST: The argument id ${names}`);
  }
  expect(await assistant.failure('get_payment_status', { transaction_id: id })).toMatch(
    `INVALID_REQUEST: The argument transaction_id ${names}`,
  );
});

test('advance_clock lets payments expire', async () => {
  const id = await generate({ expiry_minutes: 10 });
  await assistant.data('advance_clock', { minutes: 11 });
  expect(await assistant.data('get_payment_status', { transaction_id: id })).toMatchObject({
    payment_status: 'expired',
  });
});

test('set_fault, list_faults and clear_fault: a webhook goes wrong on purpose until the fault is cleared', async () => {
  await using receiver = await startReceiver();
  const id = await generate({ webhook_url: receiver.url });
  const fault = { payment: id, fault: { kind: 'never' } };
  expect(await assistant.data('set_fault', fault)).toMatchObject(fault);
  expect(await assistant.data('list_faults')).toMatchObject({ faults: [fault] });
  const cleared = await assistant.call('clear_fault', { payment: id });
  expect([cleared.isError, cleared.content]).toEqual([undefined, [{ type: 'text', text: 'Done.' }]]);
  expect(await assistant.data('list_faults')).toEqual({ faults: [] });
});

test('a response that a fault destroys is an error that says what to do', async () => {
  await using other = await startAssistant();
  await other.data('create_account');
  const request = { transaction_id: 'TRX-LOST', amount: 50_000, payment_type: 'QRIS' };
  for (const kind of ['lost-response', 'garbage', 'truncated']) {
    await other.data('set_fault', { fault: { kind, times: 1 } });
    expect(await other.failure('generate_payment', request)).toMatch(/^NO_RESPONSE: .*same transaction_id/);
  }
  expect(await other.data('generate_payment', request)).toMatchObject({ success: true });
});

test('from an account to the webhook that the program accepted, and again with redeliver', async () => {
  await using receiver = await startReceiver();
  const id = await generate({ webhook_url: `${receiver.url}/webhook/payment` });
  await assistant.data('pay_payment', { id });
  const webhook = await receiver.next();
  expect(JSON.parse(webhook.body)).toMatchObject({ event: 'payment.success', transaction_id: id });
  const wanted = { payment: id, state: 'delivered', wait: 30_000 };
  const { deliveries } = await assistant.data('list_deliveries', wanted);
  expect(deliveries).toMatchObject([{ transaction_id: id, attempts: [{ status: 200 }] }]);
  expect(deliveries[0].headers).toMatchObject({ 'X-KGiTON-Signature': webhook.headers['x-kgiton-signature'] });

  expect(await assistant.data('redeliver', { id: deliveries[0].id })).toMatchObject({ attempts: [{}, {}] });
  expect((await receiver.next()).body).toBe(webhook.body);
});

test('list_payments and list_requests show the newest twenty, or as many as are asked for', async () => {
  await using other = await startAssistant();
  await other.data('create_account');
  for (let index = 1; index <= 22; index++) {
    await other.data('generate_payment', { transaction_id: `TRX-${index}`, amount: 1_000, payment_type: 'QRIS' });
  }
  const { payments } = await other.data('list_payments');
  expect(payments.map((payment: { transaction_id: string }) => payment.transaction_id)).toEqual(
    Array.from({ length: 20 }, (_, index) => `TRX-${index + 3}`),
  );
  expect((await other.data('list_requests', { limit: 22 })).requests).toHaveLength(22);
});

describe('check_webhook', () => {
  const handler = createWebhookHandler({ secret: 'whsec_test_kgiton', onPaymentSuccess: () => {}, onError: () => {} });

  test('passes a handler that verifies', async () => {
    await using shop = await serve(handler.node);
    const checked = await assistant.data('check_webhook', { url: `${shop.url}/webhook`, amount: 75_000 });
    expect(checked.passed).toBe(true);
    expect(checked.results.length).toBeGreaterThan(20);
  });

  test('says what is wrong with one that does not, and how to fix it', async () => {
    await using shop = await serve((request, response) => request.resume().on('end', () => response.end()));
    const { passed, results } = await assistant.data('check_webhook', { url: shop.url });
    expect(passed).toBe(false);
    expect(results).toContainEqual(
      expect.objectContaining({ mistake: 'unverified', fix: expect.stringContaining('X-KGiTON-Signature') }),
    );
  });

  test.each([
    [{ url: '--help' }, /^INVALID_REQUEST: expected an http or https URL/],
    [{ url: 'http://localhost/', webhook_secret: 'whsec_live' }, /^INVALID_REQUEST: .*A secret is none of them/],
    [{ url: 'http://localhost/', amount: 'many' }, /^INVALID_REQUEST: amount: expected a whole number/],
  ])('refuses %o', async (args, text) => {
    expect(await assistant.failure('check_webhook', args)).toMatch(text);
  });
});

test('an unknown tool is an error of the protocol', async () => {
  await expect(assistant.call('refund_payment')).rejects.toThrow('There is no tool refund_payment.');
});
