import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { redocly } from '../../scripts/redocly.js';
import { createWorkspace } from '../support/workspace.js';

const components = 'openapi/components';
const lint = (root: string) => redocly(['lint', 'openapi/openapi.yaml', '--config', `${ROOT}redocly.yaml`], root);

test('the document has no lint problem, and none is ignored', async () => {
  await using workspace = await createWorkspace();
  const { exitCode, output } = await lint(workspace.root);
  expect(output).toContain('is valid');
  expect(output).not.toMatch(/warning|ignored/);
  expect(exitCode).toBe(0);
});

describe.concurrent('lint fails, and names file, line and rule, for', () => {
  interface Row {
    given: string;
    file: string;
    from: string;
    to: string;
    rule: string;
    /** Where the problem is reported; the edited file by default. */
    at?: string;
  }
  const rows: Row[] = [
    {
      given: 'an error example under another key than its code',
      file: `${components}/responses/Conflict.yaml`,
      from: '      DUPLICATE_TRANSACTION:',
      to: '      SOMETHING_ELSE:',
      rule: 'kgiton/error-examples-match-codes',
      at: `${components}/examples/errors/DUPLICATE_TRANSACTION.yaml`,
    },
    {
      given: 'an error response with a body of another form',
      file: `${components}/responses/Conflict.yaml`,
      from: 'schemas/ErrorResponse.yaml',
      to: 'schemas/FieldError.yaml',
      rule: 'kgiton/error-examples-match-codes',
    },
    {
      given: 'an error example with another code than its key',
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
      rule: 'kgiton/every-error-code-answers',
    },
    {
      given: 'an error code that is not explained',
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
      rule: 'kgiton/every-error-code-answers',
    },
    {
      given: 'an object without members and without an example',
      file: `${components}/schemas/QrisCode.yaml`,
      from: 'properties:\n',
      to: 'properties:\n  metadata:\n    type: object\n    description: Anything.\n',
      rule: 'kgiton/property-documented',
    },
    {
      given: 'a second kind of body',
      file: `${components}/responses/Conflict.yaml`,
      from: 'content:\n',
      to: 'content:\n  text/plain:\n    schema:\n      type: string\n    examples:\n      a:\n        value: a\n',
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
      given: 'a component that nothing uses',
      file: 'openapi/openapi.yaml',
      from: 'components:\n',
      to: 'components:\n  schemas:\n    Unused:\n      type: string\n',
      rule: 'no-unused-components',
    },
    {
      given: 'a reference to a file that is not there',
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
      given: 'a member in camelCase',
      file: `${components}/schemas/PartnerPaymentRequest.yaml`,
      from: '  customer_phone:',
      to: '  customerPhone:',
      rule: 'rule/property-names-are-snake-case',
    },
    {
      given: 'a body that is not JSON',
      file: `${components}/responses/Conflict.yaml`,
      from: 'application/json:',
      to: 'text/plain:',
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
        [
          'a schema that is two at once',
          'QrisCode',
          'properties:\n',
          'allOf:\n  - $ref: FieldError.yaml\nproperties:\n',
        ],
      ] as const
    ).map(([what, schema, from, to]) => ({
      given: `${what}, which generators trip over`,
      file: `${components}/schemas/${schema}.yaml`,
      from,
      to,
      rule: 'kgiton/portable-schemas',
    })),
    {
      given: 'a response that may not grow, which generators take for closed',
      file: `${components}/schemas/PartnerPaymentResponse.yaml`,
      from: 'additionalProperties: true',
      to: '',
      rule: 'kgiton/portable-schemas',
      at: `${components}/responses/PaymentGenerated.yaml`,
    },
    ...(['QrisCode', 'FieldError', 'PaymentSuccessEvent'] as const).map((schema) => ({
      given: `a ${schema} that may not grow`,
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
      given: 'YAML that cannot be parsed',
      file: `${components}/schemas/Amount.yaml`,
      from: 'minimum: 1000',
      to: 'minimum: [1000',
      rule: '',
    },
  ];
  test.each(rows)('$given', async ({ file, from, to, rule, at = file }) => {
    await using workspace = await createWorkspace();
    await workspace.edit(file, from, to);
    const { exitCode, output } = await lint(workspace.root);
    expect(exitCode).toBe(1);
    expect(output).toContain(rule);
    expect(output).toMatch(new RegExp(`${at.replaceAll('.', '\\.')}:\\d+:\\d+`));
  });

  test('a file that nothing refers to', async () => {
    await using workspace = await createWorkspace();
    await workspace.write(`${components}/schemas/Forgotten.yaml`, 'type: string\n');
    const { exitCode, output } = await lint(workspace.root);
    expect(exitCode).toBe(1);
    expect(output).toContain('Nothing refers to components/schemas/Forgotten.yaml');
    expect(output).toContain('kgiton/no-unused-file');
  });
});
