import type { OpenAPI3 } from 'openapi-typescript';
import type { ClientRules } from '../client-rules.js';
import { operationsOf } from '../document.js';
import { type GeneratedFiles, HEADER, PHP_FOLDER, PHP_TESTING_FOLDER } from '../files.js';
import { constants } from '../render-constants.js';
import { errorDefinitions } from '../render-errors.js';
import { phpException } from '../render-readme.js';
import { type PhpClass, phpDoc, phpFile, phpMap, phpValue } from './php.js';
import { renderControlApi } from './render-control-api.js';
import { renderEnum, renderSchemaEnum } from './render-enum.js';
import { renderModel } from './render-model.js';
import { renderErrorCode, renderGeneratesPayments, renderPaymentsByType } from './render-payments.js';
import { directions, responseNames, type Schema, schemasOf } from './schema.js';

/** Has one class for each payment type. */
const BY_TYPE = 'PartnerPaymentResponse';
/** Is read leniently, by hand. */
const BY_HAND = 'ErrorResponse';

/** The generated classes of the PHP package: of the contract, and of the control API for tests. */
export function renderPhp(contract: OpenAPI3, control: OpenAPI3, rules: ClientRules, version: string): GeneratedFiles {
  const own = renderContractClasses(contract, rules, version);
  const testing = renderControlClasses(control, contract);
  const file = (folder: string, each: PhpClass): [string, string] => [
    `${folder}/${each.name}.php`,
    phpFile(each, HEADER),
  ];
  return new Map([
    ...own.map((each) => file(PHP_FOLDER, each)),
    ...testing.map((each) => file(PHP_TESTING_FOLDER, each)),
  ]);
}

function renderContractClasses(document: OpenAPI3, rules: ClientRules, version: string): PhpClass[] {
  const schemas = schemasOf(document);
  const { sent, received } = directions(document);
  const classes = classesOf(schemas, [BY_TYPE, BY_HAND], '');
  const responses = responseNames(document);
  const types = schemas.PartnerPaymentType?.enum ?? [];
  const enums = Object.entries(schemas).filter(([name, schema]) => valuesOf(schema) && name !== 'ErrorCode');
  const models = Object.entries(schemas).filter(([name, schema]) => classes.has(name) && !valuesOf(schema));
  const remedies = (schemas.ErrorCode as { 'x-remedies'?: Record<string, string> })['x-remedies'] ?? {};
  const errors = errorDefinitions(document).map((error) => ({
    ...error,
    remedy: remedies[error.code] ?? '',
    exception: phpException(error.code, error.status),
  }));
  return [
    ...enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
    ...models.map(([name, schema]) =>
      renderModel(document, name, schema, {
        isSent: sent.has(name),
        isReceived: received.has(name),
        classes,
        isResponse: responses.has(name),
        ...(name.endsWith('Event') && { implement: ['WebhookEvent'] }),
      }),
    ),
    ...renderPaymentsByType(document, schemas[BY_TYPE] as Schema, types, classes),
    renderGeneratesPayments(document, schemas.PartnerPaymentRequest as Schema, types, classes),
    renderErrorCode(errors, schemas.ErrorCode?.description),
    renderEnum(
      'SdkErrorCode',
      'The codes of errors that the SDK itself detects, in addition to those of `ErrorCode`.',
      rules.errorCodes,
    ),
    renderEnum('WebhookSignatureReason', 'Why a webhook is not proven to come from KGiTON.', rules.signatureReasons),
    renderConstants(document, version),
    renderRules(rules),
  ];
}

function renderControlClasses(document: OpenAPI3, contract: OpenAPI3): PhpClass[] {
  const shared = schemasOf(contract);
  const schemas = schemasOf(document);
  const own = Object.fromEntries(Object.entries(schemas).filter(([name]) => !(name in shared) || name === 'ErrorCode'));
  const { sent, received } = directions(document);
  const classes = classesOf(own, [BY_HAND, 'ErrorCode'], 'Testing');
  // What the contract has too and receives: its class. The request of a payment stays an array.
  const fromContract = directions(contract);
  for (const name of Object.keys(shared)) {
    const isReadable = fromContract.received.has(name) && !fromContract.sent.has(name);
    if ((isReadable || valuesOf(shared[name] as Schema)) && ![BY_TYPE, BY_HAND, 'ErrorCode'].includes(name))
      classes.set(name, '');
  }
  return [
    ...Object.entries(own)
      .filter(([name]) => classes.has(name))
      .map(([name, schema]) =>
        valuesOf(schema)
          ? renderSchemaEnum(name, schema, 'Testing')
          : renderModel(document, name, schema, {
              namespace: 'Testing',
              isSent: sent.has(name),
              isReceived: received.has(name),
              classes,
            }),
      ),
    renderControlApi(document, classes),
  ];
}

function classesOf(schemas: Record<string, Schema>, except: string[], namespace: string): Map<string, string> {
  const named = Object.entries(schemas).filter(
    ([name, schema]) => !except.includes(name) && (schema.properties || valuesOf(schema)),
  );
  return new Map(named.map(([name]) => [name, namespace]));
}

const valuesOf = (schema: Schema): string[] | undefined => schema['x-extensible-enum'] ?? schema.enum;

function renderConstants(document: OpenAPI3, version: string): PhpClass {
  const lines = Object.entries(constants(document)).map(
    ([name, { value, description }]) => `${phpDoc(description, 4)}    public const ${name} = ${constant(value)};\n`,
  );
  const operations = operationsOf(document).map(({ operationId, method, path }) => {
    const name = operationId.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return `${phpDoc(`Method and path of \`${operationId}\`.`, 4)}    public const ${name} = ${phpValue([method, path])};\n`;
  });
  const example = (document.components?.examples as Record<string, { value: unknown }> | undefined)?.QrisPaid?.value;
  const own = [
    `${phpDoc('The version of this package.', 4)}    public const PACKAGE_VERSION = ${phpValue(version)};\n`,
    `${phpDoc('The `payment.success` event of the examples.', 4, ['@var array<string, string|int>'])}    public const EXAMPLE_EVENT = ${constant(example)};\n`,
  ];
  return {
    name: 'Contract',
    body: `/** Single facts of the contract: version, server, header names, limits. */\nfinal class Contract\n{\n${[...lines, ...operations, ...own].join('\n')}}\n`,
  };
}

const constant = (value: unknown) =>
  typeof value === 'object' && value && !Array.isArray(value) ? phpMap(value, 4) : phpValue(value);

function renderRules({ constants: rules }: ClientRules): PhpClass {
  const lines = Object.entries(rules).map(
    ([name, { value, description }]) => `${phpDoc(description, 4)}    public const ${name} = ${phpValue(value)};\n`,
  );
  return {
    name: 'ClientRules',
    namespace: '',
    body: `/**\n * What the clients of every language do alike.\n *\n * @internal\n */\nfinal class ClientRules\n{\n${lines.join('\n')}}\n`,
  };
}
