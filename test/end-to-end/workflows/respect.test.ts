import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCatalogue } from '@kgiton/contract';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { unwrap } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/paths.js';
import { startReceiver } from '../../support/http-server.js';
import { type Mutation, startMutatingProxy } from '../../support/mutating-proxy.js';
import { createWorkspace } from '../../support/workspace.js';
import { type ArazzoDocument, arazzoDocuments, failures, type RespectResult, respect } from './respect.js';

let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let documents: ArazzoDocument[];
let run: RespectResult;
const input = () => ({ webhook_url: `${receiver.url}/webhook/payment` });

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  receiver = await startReceiver();
  documents = await arazzoDocuments();
  run = await respect({ server: sandbox.url, input: input() });
});
afterAll(async () => {
  await sandbox?.close();
  await receiver?.[Symbol.asyncDispose]();
});

describe('redocly respect, run against the sandbox,', () => {
  test('passes', () => {
    expect(failures(run)).toEqual([]);
    expect(run.exitCode).toBe(0);
  });

  test('runs every step of every workflow once, in the written order', () => {
    const written = documents.flatMap(({ workflows }) =>
      workflows.flatMap(({ workflowId, steps }) => steps.map(({ stepId }) => `${workflowId}/${stepId}`)),
    );
    expect(run.steps.map(({ workflowId, stepId }) => `${workflowId}/${stepId}`)).toEqual(written);
  });

  test('checks every criterion of every step, and each body against its schema', () => {
    const criteria = documents.flatMap(({ workflows }) =>
      workflows.flatMap(({ steps }) => steps.map((step) => step.successCriteria.map(({ condition }) => condition))),
    );
    const checked = (step: (typeof run.steps)[number], name: string) =>
      step.checks.filter((check) => check.name === name && check.severity === 'error');
    expect(run.steps.map((step) => checked(step, 'success criteria check').map(({ condition }) => condition))).toEqual(
      criteria,
    );
    for (const step of run.steps) {
      expect(step.checks[0]?.condition, `${step.stepId} starts with the status`).toMatch(/^\$statusCode == \d+$/);
      expect(checked(step, 'status code check'), `${step.stepId} has a documented status`).toHaveLength(1);
      expect(checked(step, 'schema check'), step.stepId).toHaveLength(step.response.statusCode === 204 ? 0 : 1);
    }
  });

  test('delivers webhooks that the SDK accepts', async () => {
    for (const transaction_id of ['WORKFLOW-QRIS', 'WORKFLOW-CHECKOUT']) {
      const { body, headers } = await receiver.next();
      expect(unwrap(body, headers, 'whsec_test_kgiton')).toMatchObject({ transaction_id });
    }
  });

  // errors.arazzo.yaml is run again below, where a workflow expects another status.
  test('can be run again', async () => {
    const files = ['other-courses.arazzo.yaml', 'payments.arazzo.yaml'];
    expect(failures(await respect({ server: sandbox.url, files, input: input() }))).toEqual([]);
  });
});

describe('errors.arazzo.yaml', () => {
  test('has exactly one workflow for each error code', () => {
    const errors = documents.find(({ file }) => file === 'errors.arazzo.yaml');
    expect(errors?.workflows.map(({ workflowId }) => workflowId).sort()).toEqual(Object.keys(errorCatalogue).sort());
  });

  test.each(Object.entries(errorCatalogue))('the workflow %s meets its error and no other', (code, { status }) => {
    const refused = run.steps.filter(({ workflowId, response }) => workflowId === code && response.statusCode >= 400);
    expect(refused).not.toEqual([]);
    for (const { response, checks } of refused) {
      expect(response).toMatchObject({ statusCode: status, body: { code } });
      const conditions = checks.map(({ condition }) => condition);
      expect(conditions).toEqual(
        expect.arrayContaining([`$statusCode == ${status}`, `$response.body#/code == '${code}'`]),
      );
    }
  });
});

test('without --server, a run reaches the sandbox on this machine and never production', () => {
  for (const { sourceDescriptions } of documents) {
    expect(sourceDescriptions.map(({ name }) => name)).toEqual(['partnerPayment', 'sandbox']);
    for (const description of sourceDescriptions) expect(description['x-serverUrl']).toBe('http://127.0.0.1:4020');
  }
});

test('every document with workflows is linted', async () => {
  const { apis } = parse(await readFile(join(ROOT, 'redocly.yaml'), 'utf8')) as {
    apis: Record<string, { root: string }>;
  };
  const linted = Object.values(apis).map(({ root }) => root);
  expect(linted).toEqual(expect.arrayContaining(documents.map(({ file }) => `openapi/workflows/${file}`)));
});

describe('redocly respect fails', () => {
  /** Runs workflows against the sandbox, whose responses are changed. */
  async function failuresWith(mutation: Mutation, file: string): Promise<string[]> {
    await using proxy = await startMutatingProxy(sandbox.url, mutation);
    const run = await respect({ server: proxy.url, files: [file], input: input() });
    expect(run.exitCode).toBe(1);
    return failures(run);
  }

  // Each one breaks a response of its own.
  const errors: Record<string, { mutation: Mutation; failure: string }> = {
    400: {
      mutation: (response) => ({ ...response, body: { ...response.body, code: 'VALIDATION_ERROR' } }),
      failure: "INVALID_AMOUNT/tooLittle: $response.body#/code == 'INVALID_AMOUNT'",
    },
    402: {
      mutation: ({ body: { message: _, ...body }, ...response }) => ({ ...response, body }),
      failure: 'INSUFFICIENT_TOKENS/withoutToken: schema check',
    },
    502: {
      mutation: (response) => ({ ...response, status: 503 }),
      failure: 'GATEWAY_ERROR/gatewayFails: $statusCode == 502',
    },
  };
  test('when an error has another code of its status, lacks a property, or has another status', async () => {
    const mutation: Mutation = (response, request) => errors[response.status]?.mutation(response, request) ?? response;
    const expected = Object.values(errors).map(({ failure }) => failure);
    expect(await failuresWith(mutation, 'errors.arazzo.yaml')).toEqual(expect.arrayContaining(expected));
  });

  const repeated = [
    {
      gets: 'another payment',
      change: (body: Record<string, unknown>, count: number) => 'qris' in body && { payment_id: `PAY-${count}` },
      failure: 'repeat: $response.body#/payment_id == $steps.generate.outputs.payment_id',
    },
    {
      gets: 'a response, and takes a second token',
      change: (body: Record<string, unknown>, count: number) => 'tokens' in body && { tokens: 2 - count },
      failure: 'noSecondTokenIsTaken: $response.body#/tokens == 1',
    },
  ];
  test.each(repeated)('when a repeated request gets $gets', async ({ change, failure }) => {
    let count = 0;
    const mutation: Mutation = ({ body, ...response }) => {
      const changed = change(body, count);
      if (changed) count++;
      return { ...response, body: { ...body, ...changed } };
    };
    const found = await failuresWith(mutation, 'other-courses.arazzo.yaml');
    expect(found).toContain(`repeated-request-takes-no-second-token/${failure}`);
  });

  test('when the license key is unknown', async () => {
    const license_key = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE';
    const files = ['payments.arazzo.yaml'];
    const run = await respect({ server: sandbox.url, files, input: { ...input(), license_key } });
    expect(failures(run)).toContain('qris-payment-is-delivered/generate: $statusCode == 200');
    expect(run.exitCode).toBe(1);
  });

  test('when a workflow expects another status', async () => {
    await using workspace = await createWorkspace();
    const file = 'errors.arazzo.yaml';
    await workspace.edit(`openapi/workflows/${file}`, '$statusCode == 402', '$statusCode == 403');
    const folder = join(workspace.root, 'openapi/workflows');
    const run = await respect({ server: sandbox.url, files: [file], folder });
    expect(failures(run)).toEqual(['INSUFFICIENT_TOKENS/withoutToken: $statusCode == 403']);
    expect(run.exitCode).toBe(1);
  });
});
