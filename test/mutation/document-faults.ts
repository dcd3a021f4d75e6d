import type { Document } from '../support/document.js';

/** A small fault in a copy of the bundled document. */
export interface DocumentFault {
  name: string;
  apply(document: Document): void;
}

const path = '/api/partner/payment/generate';

/** Faults of the document itself: the suite reads the copy, and the mock serves it too. */
export const documentFaults: DocumentFault[] = [
  fault('license_key is no longer required', ({ request }) => drop(request.required, 'license_key')),
  fault('a response need not have a payment_id', ({ schemas }) =>
    drop(schemas.PartnerPaymentResponse.required, 'payment_id'),
  ),
  fault('an event need not have a paid_at', ({ schemas }) => drop(schemas.PaymentSuccessEvent.required, 'paid_at')),
  fault('an error code is renamed in the list', ({ schemas }) =>
    replace(schemas.ErrorCode['x-extensible-enum'], 'INVALID_LICENSE', 'LICENSE_INVALID'),
  ),
  fault('an error code is renamed in its example', ({ examples }) => {
    examples.INVALID_LICENSE.value.code = 'LICENSE_INVALID';
  }),
  fault('402 becomes 422', ({ operation }) => {
    operation.responses[422] = operation.responses[402];
    delete operation.responses[402];
  }),
  fault('a code is added that no response has', ({ schemas }) =>
    schemas.ErrorCode['x-extensible-enum'].push('RATE_LIMITED'),
  ),
  fault('a payment type is added', ({ schemas }) => schemas.PartnerPaymentType.enum.push('PAYLATER')),
  fault('999 rupiah become enough', ({ schemas }) => {
    schemas.Amount.minimum = 999;
  }),
  fault('QRIS loses its limit', ({ schemas }) => {
    delete schemas.Amount['x-maximums'];
  }),
  fault('amount becomes a string', ({ schemas }) => {
    schemas.Amount.type = 'string';
  }),
  fault('a payment can live ten days', ({ request }) => {
    request.properties.expiry_minutes.maximum = 14_400;
  }),
  fault('a webhook_url need not be http', ({ request }) => {
    delete request.properties.webhook_url.pattern;
  }),
  fault('transaction ids may hold anything', ({ schemas }) => {
    delete schemas.TransactionId.pattern;
  }),
  fault('the API key moves to Authorization', ({ document }) => {
    document.components.securitySchemes.ApiKey.name = 'authorization';
  }),
  fault('the operation needs no API key', ({ operation }) => {
    operation.security = [];
  }),
  fault('the signature header is renamed', ({ document }) => {
    document.components.parameters.XKGiTONSignature.name = 'X-Signature';
  }),
  fault('the signature of an event is another one', ({ examples }) => {
    examples.QrisPaid.value.signature = 'a'.repeat(64);
  }),
  fault('one digit of the QRIS payload changes', ({ examples }) => {
    const { qris } = examples.QrisResponse.value;
    qris.qr_content = qris.qr_content.replace('540550000', '540560000');
  }),
  fault('an example has a member that the schema does not name', ({ examples }) => {
    examples.QrisResponse.value.status = 'PENDING';
  }),
  fault('an example of an error disappears', ({ document }) => {
    delete document.components.responses.BadRequest.content['application/json'].examples.INVALID_AMOUNT;
  }),
  fault('the callback is not the webhook', ({ operation }) => {
    const { post } = operation.callbacks.paymentSuccess['{$request.body#/webhook_url}'];
    delete post.requestBody.content['application/json'].examples.QRIS;
  }),
  fault('the callback goes to back_url', ({ operation }) => {
    const { paymentSuccess } = operation.callbacks;
    operation.callbacks.paymentSuccess = { '{$request.body#/back_url}': Object.values(paymentSuccess)[0] };
  }),
  fault('a payment_url is null for the other type', ({ schemas }) => {
    schemas.PartnerPaymentResponse.properties.payment_url['x-null-for'] = ['CHECKOUT_PAGE'];
  }),
  fault('a QRIS code need not be there', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.qris['x-null-for'];
  }),
  fault('a payment need not say success', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.success['x-const'];
  }),
  fault('an error need not say that it is none', ({ schemas }) => {
    delete schemas.ErrorResponse.properties.success['x-const'];
  }),
  fault('an event may have another name', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.event['x-const'];
  }),
  fault('the error codes are closed', ({ schemas }) => {
    schemas.ErrorCode.enum = schemas.ErrorCode['x-extensible-enum'];
  }),
  fault('a code stands under another status', ({ document }) => {
    const { PaymentRequired, Forbidden } = document.components.responses;
    const [paid, forbidden] = [PaymentRequired, Forbidden].map(({ content }: Loose) => content['application/json']);
    [paid.examples, forbidden.examples] = [forbidden.examples, paid.examples];
  }),
  fault('an optional text may be empty', ({ request }) => {
    delete request.properties.customer_name.minLength;
  }),
  fault('a webhook_url may hold a password', ({ request }) => {
    request.properties.webhook_url.pattern = '^https?://[^/?#]';
  }),
  fault('times need not be UTC', ({ schemas }) => {
    delete schemas.ExpiresAt['x-pattern'];
  }),
  fault('the time of a payment need not be UTC', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.paid_at['x-pattern'];
  }),
  fault('responses lose X-Request-Id', ({ document }) => {
    for (const response of Object.values(document.components.responses) as Loose[]) delete response.headers;
  }),
  fault('a payment_url may be anything', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.payment_url.pattern;
  }),
  fault('the signature of an event may be anything', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.signature.pattern;
  }),
  fault('a response may not grow', ({ schemas }) => {
    schemas.PartnerPaymentResponse.additionalProperties = false;
  }),
  fault('the path changes', ({ document }) => {
    document.paths['/api/v2/partner/payment/generate'] = document.paths[path];
    delete document.paths[path];
  }),
];

// A fault reaches anywhere into the document, which has a type only where it is whole.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Loose = any;

interface Parts {
  document: Loose;
  operation: Loose;
  request: Loose;
  schemas: Loose;
  examples: Loose;
}

function fault(name: string, apply: (parts: Parts) => void): DocumentFault {
  return {
    name,
    apply(document) {
      const { schemas, examples } = document.components;
      apply({
        document,
        operation: document.paths[path]?.post,
        request: schemas.PartnerPaymentRequest,
        schemas,
        examples,
      });
    },
  };
}

function drop(list: string[], value: string): void {
  list.splice(list.indexOf(value), 1);
}

function replace(list: string[], value: string, other: string): void {
  list[list.indexOf(value)] = other;
}
