import type { OpenAPI3 } from 'openapi-typescript';
import type { ClientRules } from '../client-rules.js';
import { contractFacts, errorFacts } from '../clients/facts.js';
import { contractModels, controlModels, type Origin } from '../clients/models.js';
import { paymentsByType } from '../clients/payments.js';
import { type Schema, schemasOf } from '../clients/schema.js';
import { type GeneratedFiles, HEADER, PHP_FOLDER, PHP_TESTING_FOLDER } from '../files.js';
import { type PhpClass, phpDoc, phpFile, phpMap, phpValue } from './php.js';
import { renderControlApi } from './render-control-api.js';
import { renderEnum, renderSchemaEnum } from './render-enum.js';
import { renderModel } from './render-model.js';
import { renderErrorCode, renderGeneratesPayments } from './render-payments.js';

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
  const { PartnerPaymentRequest, ErrorCode } = schemasOf(document);
  const { enums, models, ...own } = contractModels(document);
  const classes = namespaces(own.classes);
  const payments = paymentsByType(document);
  return [
    ...enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
    ...[...models, ...payments].map((model) => renderModel(document, model, { classes })),
    renderGeneratesPayments(document, PartnerPaymentRequest as Schema, payments, classes),
    renderErrorCode(errorFacts(document), ErrorCode?.description),
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
  const { enums, models, ...own } = controlModels(document, contract);
  const classes = namespaces(own.classes);
  return [
    ...enums.map(([name, schema]) => renderSchemaEnum(name, schema, 'Testing')),
    ...models.map((model) => renderModel(document, model, { namespace: 'Testing', classes })),
    renderControlApi(document, classes),
  ];
}

/** The namespace of each class below the common one. */
function namespaces(classes: ReadonlyMap<string, Origin>): Map<string, string> {
  return new Map([...classes].map(([name, origin]) => [name, origin === 'control' ? 'Testing' : '']));
}

function renderConstants(document: OpenAPI3, version: string): PhpClass {
  const lines = contractFacts(document, version).map(
    ({ name, value, description }) => `${phpDoc(description, 4)}    public const ${name} = ${constant(value)};\n`,
  );
  return {
    name: 'Contract',
    body: `/** Single facts of the contract: version, server, header names, limits. */\nfinal class Contract\n{\n${lines.join('\n')}}\n`,
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
