import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFrameworkProject, type FrameworkProject, recipe } from './recipes.js';

const secret = 'whsec_test_kgiton';
/** The events of the two payload formats, as AWS documents them, shortened where nobody looks. */
const gateways = {
  'a REST API (format 1.0)': (headers: object, method: string) => ({
    version: '1.0',
    resource: '/webhook/payment',
    path: '/webhook/payment',
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: { httpMethod: method, path: '/prod/webhook/payment', stage: 'prod', requestId: 'id=' },
  }),
  'an HTTP API or a function URL (format 2.0)': (headers: object, method: string) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/webhook/payment',
    rawQueryString: '',
    // Names in lower case, and in format 2.0 several values joined by commas.
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: { http: { method, path: '/webhook/payment', protocol: 'HTTP/1.1' }, stage: '$default' },
  }),
};

let project: FrameworkProject;
let handler: (event: object) => Promise<{ statusCode: number; headers: object; body: string }>;
const written: unknown[][] = [];
beforeAll(async () => {
  vi.stubEnv('KGITON_WEBHOOK_SECRET', secret);
  vi.spyOn(console, 'log').mockImplementation((...line) => written.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  project = await createFrameworkProject();
  await project.compile({ lambda: await recipe('lambda') });
  ({ handler } = await import(pathToFileURL(join(project.folder, 'lambda.js')).href));
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await project?.[Symbol.asyncDispose]();
});

describe.each(Object.entries(gateways))('the recipe for AWS Lambda, behind %s,', (_gateway, event) => {
  const answer = (text: string, isBase64Encoded: boolean, key = secret, method = 'POST') =>
    handler({
      ...event({ 'Content-Type': 'application/json', 'X-KGiTON-Signature': sign(text, key) }, method),
      body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
      isBase64Encoded,
    });

  test.each([
    ['as text', false],
    ['in Base64', true],
  ])('takes a signed webhook that comes %s once, and refuses a forged one', async (_how, isBase64Encoded) => {
    const text = JSON.stringify(createTestEvent({ transaction_id: 'TRX-é-1', amount: 75_000 }), null, '\r\n');
    written.length = 0;
    expect(await answer(text, isBase64Encoded, 'forged')).toMatchObject({ statusCode: 401, body: 'Invalid signature' });
    expect(await answer(text, isBase64Encoded)).toMatchObject({ statusCode: 200, body: 'OK' });
    expect(await answer(text, isBase64Encoded)).toMatchObject({ statusCode: 200 });
    expect(written).toEqual([['Paid:', 'TRX-é-1', 75_000]]);
  });

  test('answers another method with 405 and what is allowed', async () => {
    const answered = await answer('{}', false, secret, 'PUT');
    expect(answered).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
  });
});
