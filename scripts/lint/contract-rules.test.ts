import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../paths.js';
import { redocly } from '../redocly.js';

const components = 'openapi/components';

/** An edit of the document that breaks a rule. */
interface Row {
  given: string;
  file: string;
  /** Replaced once; '' for a new file. */
  from: string;
  to: string;
  rule: string;
  /** Where the problem is reported. @default the edited file */
  at?: string;
}

const ROWS: Row[] = [
  {
    given: 'an error example whose key is not its code',
    file: `${components}/responses/Conflict.yaml`,
    from: '      DUPLICATE_TRANSACTION:',
    to: '      SOMETHING_ELSE:',
    rule: 'kgiton/error-examples-match-codes',
    at: `${components}/examples/errors/DUPLICATE_TRANSACTION.yaml`,
  },
  {
    given: 'an error response whose body is no ErrorResponse',
    file: `${components}/responses/Conflict.yaml`,
    from: 'schemas/ErrorResponse.yaml',
    to: 'schemas/FieldError.yaml',
    rule: 'kgiton/error-examples-match-codes',
  },
  {
    given: 'an error example whose code is not its key',
    file: `${components}/examples/errors/INVALID_AMOUNT.yaml`,
    from: 'code: INVALID_AMOUNT',
    to: 'code: VALIDATION_ERROR',
    rule: 'kgiton/error-examples-match-codes',
  },
  {
    given: 'an error code that no response has',
    file: `${components}/schemas/ErrorCode.yaml`,
    from: '  - GATEWAY_ERROR\nx-',
    to: '  - GATEWAY_ERROR\n  - RATE_LIMITED\nx-',
    rule: 'kgiton/every-error-code-has-a-response',
  },
  {
    given: 'an error code without a description',
    file: `${components}/schemas/ErrorCode.yaml`,
    from: '  LICENSE_EXPIRED: ',
    to: '  LICENSE_ENDED: ',
    rule: 'kgiton/enum-values-described',
  },
  {
    given: 'an error response without a body',
    file: `${components}/responses/Conflict.yaml`,
    from: 'content:',
    to: 'x-content:',
    rule: 'kgiton/error-responses-have-bodies',
  },
  {
    given: 'a body for a range of statuses',
    file: 'openapi/paths/generate-payment.yaml',
    from: '"409":',
    to: '4XX:',
    rule: 'kgiton/error-responses-have-bodies',
    at: `${components}/responses/Conflict.yaml`,
  },
  {
    given: 'an error code without a remedy',
    file: `${components}/schemas/ErrorCode.yaml`,
    from: '  LICENSE_EXPIRED: Renew ',
    to: '  LICENSE_ENDED: Renew ',
    rule: 'kgiton/enum-values-described',
  },
  {
    given: 'error codes without the list of those worth a retry',
    file: `${components}/schemas/ErrorCode.yaml`,
    from: 'x-retryable-codes:',
    to: 'x-retryable:',
    rule: 'kgiton/every-error-code-has-a-response',
  },
  {
    given: 'an object without properties and without an example',
    file: `${components}/schemas/QrisCode.yaml`,
    from: 'properties:\n',
    to: 'properties:\n  metadata:\n    type: object\n    description: Anything.\n',
    rule: 'kgiton/property-documented',
  },
  {
    given: 'a second kind of body',
    file: `${components}/responses/Conflict.yaml`,
    from: 'content:\n',
    to: 'content:\n  text/html:\n    schema:\n      type: string\n    examples:\n      a:\n        value: a\n',
    rule: 'response-mime-type',
  },
  {
    given: 'a property without a description',
    file: `${components}/schemas/PartnerPaymentRequest.yaml`,
    from: '    description: What the payment is for. Shown to the customer.\n',
    to: '',
    rule: 'kgiton/property-documented',
  },
  {
    given: 'a property without an example',
    file: `${components}/schemas/PartnerPaymentRequest.yaml`,
    from: '    examples:\n      - Laundry Payment\n',
    to: '',
    rule: 'kgiton/property-documented',
  },
  {
    given: 'an operation without a 4xx response',
    file: 'openapi/webhooks/payment-success.yaml',
    from: '    4XX:',
    to: '    3XX:',
    rule: 'operation-4xx-response',
  },
  {
    given: 'an operation without a 5xx response',
    file: 'openapi/webhooks/payment-success.yaml',
    from: '    5XX:',
    to: '    3XX:',
    rule: 'rule/operation-has-5xx-response',
  },
  {
    given: 'an unused component',
    file: 'openapi/openapi.yaml',
    from: 'components:\n',
    to: 'components:\n  schemas:\n    Unused:\n      type: string\n',
    rule: 'no-unused-components',
  },
  {
    given: 'a reference to a missing file',
    file: 'openapi/paths/generate-payment.yaml',
    from: 'responses/Conflict.yaml',
    to: 'responses/Missing.yaml',
    rule: 'no-unresolved-refs',
  },
  {
    given: 'a body without named examples',
    file: `${components}/responses/PaymentGenerated.yaml`,
    from: '    examples:',
    to: '    x-examples:',
    rule: 'rule/media-type-has-named-examples',
  },
  {
    given: 'an example that breaks its schema',
    file: `${components}/examples/requests/QrisRequest.yaml`,
    from: 'amount: 50000',
    to: "amount: '50000'",
    rule: 'no-invalid-media-type-examples',
  },
  {
    given: 'a property in camelCase',
    file: `${components}/schemas/PartnerPaymentRequest.yaml`,
    from: '  customer_phone:',
    to: '  customerPhone:',
    rule: 'rule/property-names-are-snake-case',
  },
  {
    given: 'a body that is not JSON',
    file: `${components}/responses/Conflict.yaml`,
    from: 'application/json:',
    to: 'text/html:',
    rule: 'rule/bodies-are-json',
  },
  {
    given: 'an operation id that is not camelCase',
    file: 'openapi/paths/generate-payment.yaml',
    from: 'generatePayment',
    to: 'generate_payment',
    rule: 'rule/operation-id-is-camel-case',
  },
  {
    given: 'a summary that is a sentence',
    file: 'openapi/paths/generate-payment.yaml',
    from: 'summary: Generate a payment',
    to: 'summary: Generates a payment.',
    rule: 'rule/summary-is-a-title',
  },
  ...(
    [
      ['a constant', 'PartnerPaymentResponse', 'x-const: true', 'const: true'],
      ['a condition', 'PartnerPaymentRequest', 'properties:\n', 'if: { required: [items] }\nproperties:\n'],
      ['a pattern for a time', 'ExpiresAt', 'x-pattern', 'pattern'],
      ['a property that is always null', 'PartnerPaymentResponse', '      - string\n      - "null"', '      "null"'],
      ['a union of two objects', 'PartnerPaymentResponse', 'type: "null"', '$ref: PaymentItem.yaml'],
      ['a schema that merges two', 'QrisCode', 'properties:\n', 'allOf:\n  - $ref: FieldError.yaml\nproperties:\n'],
    ] as const
  ).map(([what, schema, from, to]) => ({
    given: `${what}, which breaks generators`,
    file: `${components}/schemas/${schema}.yaml`,
    from,
    to,
    rule: 'kgiton/portable-schemas',
  })),
  {
    given: 'a response that does not allow additional properties explicitly',
    file: `${components}/schemas/PartnerPaymentResponse.yaml`,
    from: 'additionalProperties: true',
    to: '',
    rule: 'kgiton/portable-schemas',
    at: `${components}/responses/PaymentGenerated.yaml`,
  },
  ...(['QrisCode', 'FieldError', 'PaymentSuccessEvent'] as const).map((schema) => ({
    given: `a ${schema} without additional properties`,
    file: `${components}/schemas/${schema}.yaml`,
    from: 'additionalProperties: true',
    to: 'additionalProperties: false',
    rule: 'kgiton/portable-schemas',
    at: {
      QrisCode: 'openapi/components/responses/PaymentGenerated.yaml',
      FieldError: 'openapi/components/responses/BadRequest.yaml',
      PaymentSuccessEvent: 'openapi/webhooks/payment-success.yaml',
    }[schema],
  })),
  {
    given: 'a file that nothing refers to',
    file: `${components}/schemas/Forgotten.yaml`,
    from: '',
    to: 'type: string\n',
    rule: 'kgiton/no-unused-file',
    at: 'openapi/openapi.yaml',
  },
  {
    given: 'YAML that cannot be parsed',
    file: `${components}/schemas/Amount.yaml`,
    from: 'minimum: 1000',
    to: 'minimum: [1000',
    rule: 'no-unresolved-refs',
  },
];

/** What Redocly reports with `--format json`. */
interface Report {
  totals: { errors: number; warnings: number; ignored: number };
  problems: { ruleId: string; location: { source: { ref: string }; start?: { line: number; col: number } }[] }[];
}

let folder: string;
let unchanged: Report;
let broken: Report[];

// A process takes longer to start than to lint: one lints a copy of the document for each row.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-lint-'));
  const copies = ['unchanged', ...ROWS.map((_, index) => `${index}`)];
  for (const copy of copies) await cp(join(ROOT, 'openapi'), join(folder, copy, 'openapi'), { recursive: true });
  for (const [index, { file, from, to }] of ROWS.entries()) await edit(join(folder, `${index}`, file), from, to);
  const documents = copies.map((copy) => `${copy}/openapi/openapi.yaml`);
  const { output } = await redocly(
    ['lint', ...documents, '--config', `${ROOT}redocly.yaml`, '--format', 'json'],
    folder,
  );
  const reports = output.replaceAll(/^\}\{$/gm, '}\n{').match(/^\{$[\s\S]*?^\}/gm) ?? [];
  expect(reports, output).toHaveLength(copies.length);
  [unchanged, ...broken] = reports.map((report) => JSON.parse(report)) as [Report, ...Report[]];
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function edit(file: string, from: string, to: string): Promise<void> {
  const content = from && (await readFile(file, 'utf8'));
  if (from && !content.includes(from)) throw new Error(`${file} does not contain ${JSON.stringify(from)}.`);
  await writeFile(file, from ? content.replace(from, to) : to);
}

test('the document has no lint problem, and none is ignored', () => {
  expect(unchanged).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
});

describe('lint names file, line and rule for', () => {
  test.each(ROWS.map((row, index) => ({ ...row, index })))('$given', ({ index, file, rule, at = file }) => {
    const { totals, problems } = broken[index] as Report;
    expect(totals.errors).toBeGreaterThan(0);
    const places = problems.flatMap(({ ruleId, location }) =>
      location.map(({ source, start }) => ({ ruleId, ref: source.ref, start })),
    );
    const start = { line: expect.any(Number), col: expect.any(Number) };
    expect(places).toContainEqual({ ruleId: rule, ref: `${index}/${at}`, start });
  });
});

test('a problem makes the command fail', async () => {
  const { exitCode, output } = await redocly(
    ['lint', '0/openapi/openapi.yaml', '--config', `${ROOT}redocly.yaml`],
    folder,
  );
  expect(exitCode).toBe(1);
  expect(output).toMatch(new RegExp(`${ROWS[0]?.at}:\\d+:\\d+[\\s\\S]+${ROWS[0]?.rule}`));
});
