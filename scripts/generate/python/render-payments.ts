import type { OpenAPI3 } from 'openapi-typescript';
import type { PaymentOfType } from '../clients/payments.js';
import { isSensitive, propertiesOf } from '../clients/properties.js';
import type { Schema } from '../clients/schema.js';
import { constantCase, docstring, entry } from './python.js';
import { declaration, optional } from './render-model.js';

const OPTIONS: [name: string, type: string, text: string][] = [
  ['timeout', 'float', 'How long one attempt may take, in seconds. By default as long as the client says.'],
  ['max_retries', 'int', 'How often the request is retried. By default as often as the client says.'],
  ['headers', 'Mapping[str, str]', 'Additional headers. They cannot replace the API key.'],
];

/** The methods that create payments, one for each payment type, of the synchronous and of the asynchronous client. */
export function renderPayments(
  document: OpenAPI3,
  request: Schema,
  payments: readonly PaymentOfType[],
  classes: ReadonlySet<string>,
): string[] {
  const properties = propertiesOf(document, request, (name) => classes.has(name));
  const parameters = properties.filter(({ wire }) => wire !== 'payment_type');
  const hidden = [...parameters.map(({ wire }) => wire).filter(isSensitive), 'headers'];
  const optionLines = OPTIONS.map(([name, type]) => `        ${name}: ${optional(type)} = None,\n`);
  const optionDocs = OPTIONS.flatMap(([name, , text]) => entry(name, text, 8));
  const raises = [
    '',
    'Raises:',
    ...entry('KGiTONError', 'If KGiTON rejects the request, or if no response arrives after the retries.', 8),
    ...entry('ValueError', 'If an option is out of range.', 8),
  ];
  const optionsLine = '        options = RequestOptions(timeout, max_retries, headers)\n';
  const trackers = '        # Error trackers show the variables of each frame.\n';
  const union = `Union[${payments.map(({ name }) => name).join(', ')}]`;

  const methods = (isAsync: boolean) => {
    const [define, wait] = isAsync ? ['async def', 'await '] : ['def', ''];
    return [
      ...payments.map(({ type, name }) => {
        const constant = constantCase(type);
        const signature = parameters.map((property) => {
          const declared = declaration(property.type, false);
          return property.isRequired
            ? `        ${property.wire}: ${declared},\n`
            : `        ${property.wire}: ${optional(declared)} = None,\n`;
        });
        const docs = parameters.flatMap(({ wire, description }) =>
          entry(wire, description.trim().replace(/\s+/g, ' '), 8),
        );
        const values = properties.map(
          ({ wire }) => `            ${wire}=${wire === 'payment_type' ? `PartnerPaymentType.${constant}` : wire},\n`,
        );
        return `    ${define} generate_${type.toLowerCase()}(
        self,
        *,
${signature.join('')}${optionLines.join('')}    ) -> ${name}:
${docstring(`Creates a payment of type \`${type}\`.`, 8, ['Args:', ...docs, ...optionDocs, ...raises])}        request = PartnerPaymentRequest(
${values.join('')}        )
${optionsLine}${trackers}        del ${hidden.join(', ')}
        return ${wait}self._send(request, options, ${name}.from_dict)
`;
      }),
      `    ${define} generate(
        self,
        request: PartnerPaymentRequest,
        *,
${optionLines.join('')}    ) -> ${union}:
${docstring('Creates a payment of the type in the request.', 8, ['Args:', ...entry('request', 'The payment to create.', 8), ...optionDocs, ...raises])}${optionsLine}        del headers
${payments
  .slice(0, -1)
  .map(
    ({ type, name }) => `        if request.payment_type == PartnerPaymentType.${constantCase(type)}:
            return ${wait}self._send(request, options, ${name}.from_dict)
`,
  )
  .join('')}        return ${wait}self._send(request, options, ${payments.at(-1)?.name}.from_dict)
`,
      `    ${define} _send(self, request: PartnerPaymentRequest, options: RequestOptions, read: Reader[T]) -> T:
        raise NotImplementedError
`,
    ];
  };
  return [
    `\nT = TypeVar("T")\nReader = Callable[[Mapping[str, Any], Optional[str]], T]\n`,
    `\n\nclass GeneratesPayments:
    """The methods that create payments."""

${methods(false).join('\n')}`,
    `\n\nclass AsyncGeneratesPayments:
    """The methods that create payments."""

${methods(true).join('\n')}`,
  ];
}
