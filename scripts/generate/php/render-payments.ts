import type { OpenAPI3 } from 'openapi-typescript';
import { inCamelCase, type PhpClass, pascalCase, phpDoc, phpValue } from './php.js';
import { declaration, docType, isSensitive, propertiesOf, renderModel } from './render-model.js';
import type { Schema } from './schema.js';

/** The schemas with a class for each payment type, without null: the contract has one, with nulls. */
export function renderPaymentsByType(
  document: OpenAPI3,
  schema: Schema,
  types: readonly string[],
  classes: ReadonlyMap<string, string>,
): PhpClass[] {
  return types.map((type) => {
    const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, Schema][] => {
      const nullFor = property['x-null-for'];
      if (name === 'payment_type') return [[name, { ...property, 'x-only': type }]];
      if (!nullFor) return [[name, property]];
      return nullFor.includes(type) ? [] : [[name, withoutNull(property)]];
    });
    const description = schema.description?.replace(/ `payment_type` determines [^.]+ is null\./, '');
    return renderModel(
      document,
      paymentClass(type),
      { ...schema, description: `${description ?? ''}`, properties: Object.fromEntries(properties) },
      { isSent: false, isReceived: true, isResponse: true, classes },
    );
  });
}

export const paymentClass = (type: string): string => `${pascalCase(type)}PaymentResponse`;

function withoutNull(property: Schema): Schema {
  const { oneOf, type } = property;
  const description = property.description?.replace(/ Always `null`[^.]*\./, '');
  const [only] = oneOf?.filter((each) => each.type !== 'null') ?? [];
  if (only) return { ...only, ...(description && { description }) };
  return {
    ...property,
    ...(description && { description }),
    type: [type].flat().filter((each) => each !== 'null') as string[],
  };
}

/** A method for each payment type, whose parameters are the properties of the request. */
export function renderGeneratesPayments(
  document: OpenAPI3,
  request: Schema,
  types: readonly string[],
  classes: ReadonlyMap<string, string>,
): PhpClass {
  const properties = propertiesOf(document, request, classes);
  const parameters = properties.filter(({ wire }) => wire !== 'payment_type');
  const methods = types.map((type) => {
    const name = pascalCase(type);
    const docs = parameters.map((property) => {
      const declared =
        docType(property.type, false, !property.isRequired) ?? declaration(property.type, false, !property.isRequired);
      const text = property.description.trim().replace(/\s+/g, ' ');
      return `@param ${declared} $${property.name} ${inCamelCase(text)}`;
    });
    const signature = parameters.map((property) => {
      const sensitive = isSensitive(property.name) ? '#[\\SensitiveParameter] ' : '';
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
    ): ${paymentClass(type)} {
        $request = new PartnerPaymentRequest(
${values.join('')}        );
        return $this->send($request, $options, ${paymentClass(type)}::fromArray(...));
    }
`;
  });
  const readers = types.map(
    (type) => `            PartnerPaymentType::${pascalCase(type)} => ${paymentClass(type)}::fromArray(...),\n`,
  );
  const union = types.map(paymentClass).join('|');
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
export function renderErrorCode(
  errors: readonly {
    code: string;
    status: number;
    description: string;
    remedy: string;
    retryable: boolean;
    exception: string;
  }[],
  description: string | undefined,
): PhpClass {
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
      ({ exception }) => `Exception\\${exception}::class`,
      ['@return class-string<Exception\\KGiTONException>'],
    ),
  ];
  return {
    name: 'ErrorCode',
    uses: [],
    body: `${phpDoc(`${inCamelCase(description) ?? ''}\n\n\`ErrorCode::tryFrom($exception->errorCode)\` is null for a code that this version does not know.`, 0)}enum ErrorCode: string\n{\n${cases.join('\n')}\n${methods.join('\n')}}\n`,
  };
}
