import type { OpenAPI3 } from 'openapi-typescript';
import type { ClientRules } from '../client-rules.js';
import { contractFacts, errorFacts, type Fact } from '../clients/facts.js';
import { contractModels, controlModels } from '../clients/models.js';
import { paymentsByType } from '../clients/payments.js';
import { SENSITIVE } from '../clients/properties.js';
import { schemasOf } from '../clients/schema.js';
import { type GeneratedFiles, JAVA_FOLDER, JAVA_INTERNAL_FOLDER, JAVA_TESTING_FOLDER } from '../files.js';
import { camelCase } from '../typescript.js';
import { javadoc, javaFile, PACKAGE, TESTING_PACKAGE } from './java.js';
import { renderControlApi } from './render-control-api.js';
import { renderErrorCode, renderOwnEnum, renderSchemaEnum } from './render-enum.js';
import { renderModel } from './render-model.js';
import { commonProperties, renderGeneratesPayments, renderPaymentInterface } from './render-payments.js';

/** The generated classes of the Java package: of the contract, and of the control API for tests. */
export function renderJava(contract: OpenAPI3, control: OpenAPI3, rules: ClientRules, version: string): GeneratedFiles {
  return new Map([
    ...files(JAVA_FOLDER, PACKAGE, contractClasses(contract, rules, version)),
    ...files(JAVA_INTERNAL_FOLDER, `${PACKAGE}.internal`, { Rules: renderRules(rules) }),
    ...files(JAVA_TESTING_FOLDER, TESTING_PACKAGE, controlClasses(control, contract, version)),
  ]);
}

function files(folder: string, name: string, classes: Record<string, string>): [string, string][] {
  const others = name === TESTING_PACKAGE ? ['FieldError'].map((each) => `${PACKAGE}.${each}`) : [];
  return Object.entries(classes).map(([each, body]) => [`${folder}/${each}.java`, javaFile(name, body, others)]);
}

function contractClasses(document: OpenAPI3, rules: ClientRules, version: string): Record<string, string> {
  const { enums, models, classes } = contractModels(document);
  const isClass = (name: string) => classes.has(name);
  const payments = paymentsByType(document);
  const common = commonProperties(document, payments, isClass);
  const getters = common.map(({ wire }) => wire);
  return {
    ...Object.fromEntries(enums.map(([name, schema]) => [name, renderSchemaEnum(name, schema)])),
    ...Object.fromEntries(models.map((model) => [model.name, renderModel(document, model, isClass)])),
    ...Object.fromEntries(
      payments.map((model) => [
        model.name,
        renderModel(document, model, isClass, { name: 'PartnerPaymentResponse', getters }),
      ]),
    ),
    PartnerPaymentResponse: renderPaymentInterface(document, payments, common),
    GeneratesPayments: renderGeneratesPayments(payments),
    ErrorCode: renderErrorCode(errorFacts(document), schemasOf(document).ErrorCode?.description, rules.errorCodes),
    WebhookSignatureReason: renderOwnEnum(
      'WebhookSignatureReason',
      'Why a webhook is not proven to come from KGiTON.',
      rules.signatureReasons,
    ),
    Contract: renderConstants(contractFacts(document, version)),
  };
}

function controlClasses(document: OpenAPI3, contract: OpenAPI3, version: string): Record<string, string> {
  const { enums, models, classes } = controlModels(document, contract);
  const isClass = (name: string) => classes.has(name);
  const example = contractFacts(contract, version).find(({ name }) => name === 'EXAMPLE_EVENT');
  return {
    ...Object.fromEntries(enums.map(([name, schema]) => [name, renderSchemaEnum(name, schema)])),
    ...Object.fromEntries(models.map((model) => [model.name, renderModel(document, model, isClass)])),
    ...renderControlApi(document, isClass),
    ExampleEvent: `${javadoc(example?.description)}final class ExampleEvent {
    static final String JSON =
            ${JSON.stringify(JSON.stringify(example?.value))};

    private ExampleEvent() {}
}
`,
  };
}

/** What a Java constant can hold. */
function renderConstants(facts: readonly Fact[]): string {
  const example = facts.find(({ name }) => name === 'EXAMPLE_EVENT')?.value as { event: string };
  const constants = [
    ...facts
      .filter(({ value }) => ['string', 'number'].includes(typeof value))
      .map(
        ({ name, value, description }) =>
          `${javadoc(description, 4)}    public static final ${typeof value === 'string' ? 'String' : 'int'} ${name} = ${JSON.stringify(value)};\n`,
      ),
    `${javadoc('The event of a payment that has been paid.', 4)}    public static final String EVENT_${example.event.toUpperCase().replace(/\W/g, '_')} = ${JSON.stringify(example.event)};\n`,
    ...facts
      .filter(({ value }) => Array.isArray(value) && /^[A-Z]+$/.test(String(value[0])))
      .map(({ name, value }) => `    static final String ${name}_PATH = ${JSON.stringify((value as string[])[1])};\n`),
  ];
  return `/** Single facts of the contract. */
public final class Contract {
${constants.join('\n')}
    private Contract() {}
}
`;
}

function renderRules({ constants }: ClientRules): string {
  const parts = Object.entries(constants).map(([name, { value, description }]) => {
    const text = description.replace(/`([A-Z_]+)`/g, (_, other: string) => camelCase(other));
    const [type, written] = Array.isArray(value)
      ? ['List<Integer>', `List.of(${value.join(', ')})`]
      : [Number.isInteger(value) ? 'int' : 'double', String(value)];
    return `${javadoc(text, 4)}    public static final ${type} ${name} = ${written};\n`;
  });
  return `/** What the clients of every language do alike. */
public final class Rules {
${parts.join('\n')}
    /** What must not stand in a stack trace or a dump: the names of keys and of what is known of a customer. */
    public static final String SENSITIVE = ${JSON.stringify(`${SENSITIVE.source}.*`)};

    private Rules() {}
}
`;
}
