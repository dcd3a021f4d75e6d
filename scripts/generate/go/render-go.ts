import type { OpenAPI3 } from 'openapi-typescript';
import type { ClientRules } from '../client-rules.js';
import { contractFacts, errorFacts, type Fact } from '../clients/facts.js';
import { contractModels, controlModels } from '../clients/models.js';
import { type PaymentOfType, paymentsByType } from '../clients/payments.js';
import { schemasOf } from '../clients/schema.js';
import { type GeneratedFiles, GO_FOLDER, GO_SANDBOX_FOLDER, GO_TEST_FOLDER } from '../files.js';
import { described, exported, goDoc, goFile, goString, inGo, MODULE, unexported } from './go.js';
import { renderControlApi } from './render-control-api.js';
import { renderEnum, renderErrorCode, renderSchemaEnum } from './render-enum.js';
import { renderModel } from './render-model.js';

/** The generated files of the Go package: of the contract, and of the control API for tests. */
export function renderGo(contract: OpenAPI3, control: OpenAPI3, rules: ClientRules, version: string): GeneratedFiles {
  const own = contractModels(contract);
  const ofControl = controlModels(control, contract);
  const payments = paymentsByType(contract);
  const { ErrorCode } = schemasOf(contract);
  const forClient = {
    models: [...own.models, ...payments].map((model) => renderModel(contract, model, own, 'contract')),
    enums: [
      ...own.enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
      renderEnum('WebhookSignatureReason', 'Why a webhook is not proven to come from KGiTON.', rules.signatureReasons),
    ],
    error_codes: [renderErrorCode(errorFacts(contract), ErrorCode?.description, rules.errorCodes)],
    payments: [...payments.map(renderGenerate), renderGenerateAny(payments)],
    constants: [renderConstants(contractFacts(contract, version))],
    rules: [renderRules(rules)],
  };
  const forSandbox = {
    models: ofControl.models.map((model) => renderModel(control, model, ofControl, 'control')),
    enums: ofControl.enums.map(([name, schema]) => renderSchemaEnum(name, schema)),
    control_api: renderControlApi(control, ofControl),
  };
  return new Map([
    ...files(GO_FOLDER, 'kgiton', forClient),
    ...files(GO_SANDBOX_FOLDER, 'sandbox', forSandbox),
    ...files(GO_TEST_FOLDER, 'kgitontest', { example: [renderExample(contractFacts(contract, version))] }),
  ]);
}

const IMPORTS = ['context', 'encoding/json', 'fmt', 'net/url', 'time', MODULE, `${MODULE}/internal/jsonobject`];

function files(folder: string, name: string, contents: Record<string, string[]>): [string, string][] {
  return Object.entries(contents).map(([file, parts]) => [
    `${folder}/${file}_generated.go`,
    goFile(name, IMPORTS, parts),
  ]);
}

function renderGenerate({ type, name }: PaymentOfType): string {
  const [method, result] = [exported(`generate_${type}`), exported(name)];
  const text = `${method} creates a payment of type ${type}, whatever the PaymentType of the request. Retries are safe: they take no second token.`;
  return `${goDoc(text)}func (p *PartnerPayment) ${method}(ctx context.Context, request PartnerPaymentRequest, options ...RequestOption) (*${result}, error) {
	request.PaymentType = PartnerPaymentType${exported(type)}
	var payment ${result}
	if err := p.generate(ctx, request, &payment, options); err != nil {
		return nil, err
	}
	p.warnOfOther(ctx, request, payment.TransactionID, payment.Amount)
	return &payment, nil
}

func (*${result}) isPartnerPaymentResponse() {}
`;
}

function renderGenerateAny(payments: readonly PaymentOfType[]): string {
  const cases = payments.map(
    ({ type }) => `	case PartnerPaymentType${exported(type)}:
		payment, err := p.${exported(`generate_${type}`)}(ctx, request, options...)
		if err != nil {
			return nil, err
		}
		return payment, nil
`,
  );
  const names = payments.map(({ name }) => `*[${exported(name)}]`).join(' or ');
  return `${goDoc(`PartnerPaymentResponse is a payment that was created: ${names}.`)}type PartnerPaymentResponse interface {
	json.Marshaler
	isPartnerPaymentResponse()
}

// Generate creates a payment of the type in the request.
func (p *PartnerPayment) Generate(ctx context.Context, request PartnerPaymentRequest, options ...RequestOption) (PartnerPaymentResponse, error) {
	switch request.PaymentType {
${cases.join('')}	}
	return nil, invalidArgument("expected the PaymentType ${payments.map(({ type }) => type).join(' or ')}, got %q", request.PaymentType)
}
`;
}

/** What a Go constant can hold. Lists and maps are methods of enumerations. */
function renderConstants(facts: readonly Fact[]): string {
  const operations = facts.filter(({ value }) => Array.isArray(value) && /^[A-Z]+$/.test(String(value[0])));
  const scalars = facts.filter(({ value }) => ['string', 'number'].includes(typeof value));
  const constants = [
    ...scalars.map(
      ({ name, value, description }) =>
        `${goDoc(inGo(description), '\t')}\t${exported(name)} = ${JSON.stringify(value)}\n`,
    ),
    ...operations.flatMap(({ name, value }) => {
      const [method, path] = value as string[];
      return [
        `\t${unexported(name)}Method = ${goString(method ?? '')}\n`,
        `\t${unexported(name)}Path = ${goString(path ?? '')}\n`,
      ];
    }),
    eventName(facts),
  ];
  return `// Single facts of the contract.\nconst (\n${constants.join('\n')})\n`;
}

function eventName(facts: readonly Fact[]): string {
  const example = facts.find(({ name }) => name === 'EXAMPLE_EVENT')?.value as { event: string };
  return `${goDoc('The event of a payment that has been paid.', '\t')}\tEvent${exported(example.event)} = ${goString(example.event)}\n`;
}

function renderExample(facts: readonly Fact[]): string {
  const example = facts.find(({ name }) => name === 'EXAMPLE_EVENT');
  return `${goDoc(described('exampleEvent', example?.description))}const exampleEvent = \`${JSON.stringify(example?.value)}\`\n`;
}

function renderRules({ constants }: ClientRules): string {
  const parts = Object.entries(constants).map(([name, { value, description }]) => {
    const text = description.replace(/`([A-Z_]+)`/g, (_, other: string) => unexported(other));
    const declared = Array.isArray(value)
      ? `var ${unexported(name)} = []int{${value.join(', ')}}`
      : `const ${unexported(name)} = ${value}`;
    return `${goDoc(described(unexported(name), text))}${declared}\n`;
  });
  return parts.join('\n');
}
