import type { OpenAPI3 } from 'openapi-typescript';
import type { PaymentOfType } from '../clients/payments.js';
import { type Property, propertiesOf } from '../clients/properties.js';
import { pascalCase } from '../clients/text.js';
import { constantCase } from './java.js';
import { commonGetters } from './render-model.js';

/** What the payments of all types have in common. */
export function commonProperties(
  document: OpenAPI3,
  payments: readonly PaymentOfType[],
  isClass: (name: string) => boolean,
): Property[] {
  const [first, ...others] = payments.map(({ schema }) => propertiesOf(document, schema, isClass));
  return (first ?? []).filter(({ wire }) => others.every((each) => each.some((other) => other.wire === wire)));
}

export function renderPaymentInterface(
  document: OpenAPI3,
  payments: readonly PaymentOfType[],
  common: Property[],
): string {
  const names = payments.map(({ name }) => `{@link ${name}}`).join(' or a ');
  return `/** A payment that was created: a ${names}. */
public interface PartnerPaymentResponse {
${commonGetters(common, payments[0]?.schema ?? {}, document)}
    /** Returns KGiTON's id of the request, if the response had one. Quote it when you contact support. */
    Optional<String> getRequestId();

    /** Returns the JSON object as received, with properties that this version does not know. */
    Map<String, Object> raw();
}
`;
}

/** The methods that create payments, one for each payment type, and one for any. */
export function renderGeneratesPayments(payments: readonly PaymentOfType[]): string {
  const methods = payments.map(({ type, name }) => {
    const method = `generate${pascalCase(type)}`;
    return `    /**
     * Creates a payment of type {@code ${type}}, whatever the type in the request. Retries are safe: they take no second token.
     *
     * @throws KGiTONException if KGiTON rejects the request, or if no response arrives after the retries
     */
    public ${name} ${method}(PartnerPaymentRequest request) {
        return ${method}(request, RequestOptions.NONE);
    }

    /**
     * Creates a payment of type {@code ${type}}, whatever the type in the request. Retries are safe: they take no second token.
     *
     * @throws KGiTONException if KGiTON rejects the request, or if no response arrives after the retries
     * @throws IllegalArgumentException if an option is out of range
     */
    public ${name} ${method}(PartnerPaymentRequest request, RequestOptions options) {
        PartnerPaymentRequest typed = request.toBuilder()
                .paymentType(PartnerPaymentType.${constantCase(type)})
                .build();
        return send(typed, options, ${name}::new);
    }
`;
  });
  const cases = payments.map(
    ({ type }) => `            case ${constantCase(type)}:
                return generate${pascalCase(type)}(request, options);
`,
  );
  return `/** The methods that create payments. */
abstract class GeneratesPayments {
${methods.join('\n')}
    /**
     * Creates a payment of the type in the request.
     *
     * @throws KGiTONException if KGiTON rejects the request, or if no response arrives after the retries
     * @throws IllegalArgumentException if the request has no type
     */
    public PartnerPaymentResponse generate(PartnerPaymentRequest request) {
        return generate(request, RequestOptions.NONE);
    }

    /**
     * Creates a payment of the type in the request.
     *
     * @throws KGiTONException if KGiTON rejects the request, or if no response arrives after the retries
     * @throws IllegalArgumentException if the request has no type, or if an option is out of range
     */
    public PartnerPaymentResponse generate(PartnerPaymentRequest request, RequestOptions options) {
        switch (request.getPaymentType().orElse(PartnerPaymentType.UNKNOWN)) {
${cases.join('')}            default:
                throw new IllegalArgumentException("expected the paymentType ${payments.map(({ type }) => type).join(' or ')}");
        }
    }

    /** Sends a request and reads the payment. */
    abstract <T extends PartnerPaymentResponse> T send(
            PartnerPaymentRequest request, RequestOptions options, BiFunction<JsonObject, String, T> read);
}
`;
}
