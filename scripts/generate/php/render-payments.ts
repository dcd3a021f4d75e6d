import type { OpenAPI3 } from 'openapi-typescript';
import type { ErrorFact } from '../clients/facts.js';
import type { PaymentOfType } from '../clients/payments.js';
import { isSensitive } from '../clients/properties.js';
import type { Schema } from '../clients/schema.js';
import { pascalCase } from '../clients/text.js';
import { exception } from '../render-readme.js';
import { inCamelCase, type PhpClass, phpDoc, phpValue } from './php.js';
import { declaration, docType, phpProperties } from './render-model.js';

/** A method for each payment type, whose parameters are the properties of the request. */
export function renderGeneratesPayments(
  document: OpenAPI3,
  request: Schema,
  payments: readonly PaymentOfType[],
  classes: ReadonlyMap<string, string>,
): PhpClass {
  const properties = phpProperties(document, request, classes);
  const parameters = properties.filter(({ wire }) => wire !== 'payment_type');
  const methods = payments.map(({ type, name: response }) => {
    const name = pascalCase(type);
    const docs = parameters.map((property) => {
      const declared =
        docType(property.type, false, !property.isRequired) ?? declaration(property.type, false, !property.isRequired);
      const text = property.description.trim().replace(/\s+/g, ' ');
      return `@param ${declared} $${property.name} ${inCamelCase(text)}`;
    });
    const signature = parameters.map((property) => {
      const sensitive = isSensitive(property.wire) ? '#[\\SensitiveParameter] ' : '';
      const end = property.isRequired ? '' : ' = null';
      return `        ${sensitive}${declaration(property.type, false, !property.isRequired)} $${property.name}${end},\n`;
    });
    const values = properties.map(({ name: property, wire }) => {
      const value = wire === 'payment_type' ? `PartnerPaymentType::${name}` : `$${property}`;
      return `            ${property}: ${value},\n`;
    });
    const text = `Creates a payment of type \`${type}\`. Name the arguments: later versions may change their order.`;
    const tags = [
      ...docs,
      '@param RequestOptions|null $options what differs from the client for this call',
      '',
      '@throws Exception\\KGiTONException if KGiTON rejects the request, or if no response arrives after the retries',
    ];
    return `${phpDoc(text, 4, tags)}    public function generate${name}(
${signature.join('')}        ?RequestOptions $options = null,
    ): ${response} {
        $request = new PartnerPaymentRequest(
${values.join('')}        );
        return $this->send($request, $options, ${response}::fromArray(...));
    }
`;
  });
  const readers = payments.map(
    ({ type, name }) => `            PartnerPaymentType::${pascalCase(type)} => ${name}::fromArray(...),\n`,
  );
  const union = payments.map(({ name }) => name).join('|');
  return {
    name: 'GeneratesPayments',
    body: `/**
 * The methods that create payments.
 *
 * @internal
 */
trait GeneratesPayments
{
${methods.join('\n')}
    /**
     * Creates a payment of the type in the request.
     *
     * @throws Exception\\KGiTONException if KGiTON rejects the request, or if no response arrives after the retries
     */
    public function generate(
        #[\\SensitiveParameter] PartnerPaymentRequest $request,
        ?RequestOptions $options = null,
    ): ${union} {
        return $this->send($request, $options, match ($request->paymentType) {
${readers.join('')}        });
    }

    /**
     * @template Payment of ${union}
     *
     * @param callable(array<mixed>): Payment $read
     *
     * @return Payment
     */
    abstract private function send(
        #[\\SensitiveParameter] PartnerPaymentRequest $request,
        ?RequestOptions $options,
        callable $read,
    ): ${union};
}
`,
  };
}

/** The error codes of the contract, each with its status, meaning, remedy and exception. */
export function renderErrorCode(errors: readonly ErrorFact[], description: string | undefined): PhpClass {
  const arms = (value: (error: (typeof errors)[number]) => string) =>
    errors.map((error) => `            self::${pascalCase(error.code)} => ${value(error)},\n`).join('');
  const cases = errors.map(
    ({ code, description: text }) =>
      `${phpDoc(inCamelCase(text), 4)}    case ${pascalCase(code)} = ${phpValue(code)};\n`,
  );
  const method = (
    doc: string,
    name: string,
    type: string,
    value: (error: (typeof errors)[number]) => string,
    tags: string[] = [],
  ) =>
    `${phpDoc(doc, 4, tags)}    public function ${name}(): ${type}\n    {\n        return match ($this) {\n${arms(value)}        };\n    }\n`;
  const methods = [
    method('The HTTP status of the response.', 'status', 'int', ({ status }) => String(status)),
    method('The meaning, in English.', 'description', 'string', ({ description: text }) => phpValue(text.trim())),
    method('What to do about it, in English.', 'remedy', 'string', ({ remedy }) => phpValue(remedy.trim())),
    method(
      'Whether the unchanged request can succeed later without anybody fixing anything.',
      'isRetryable',
      'bool',
      ({ retryable }) => String(retryable),
    ),
    method(
      'The class of the exception that is thrown for it.',
      'exception',
      'string',
      ({ className }) => `Exception\\${exception(className)}::class`,
      ['@return class-string<Exception\\KGiTONException>'],
    ),
  ];
  return {
    name: 'ErrorCode',
    uses: [],
    body: `${phpDoc(`${inCamelCase(description) ?? ''}\n\n\`ErrorCode::tryFrom($exception->errorCode)\` is null for a code that this version does not know.`, 0)}enum ErrorCode: string\n{\n${cases.join('\n')}\n${methods.join('\n')}}\n`,
  };
}
