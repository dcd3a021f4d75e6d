import type { Document } from '../support/document.js';

/** A small change that breaks a copy of the bundled document. */
export interface DocumentMutant {
  name: string;
  apply(document: Document): void;
}

const path = '/api/partner/payment/generate';

/** Mutants of the document itself: the checks read the copy, and a mock serves it too. */
export const documentMutants: DocumentMutant[] = [
  mutant('license_key is no longer required', ({ request }) => drop(request.required, 'license_key')),
  mutant('payment_id is no longer required in a response', ({ schemas }) =>
    drop(schemas.PartnerPaymentResponse.required, 'payment_id'),
  ),
  mutant('paid_at is no longer required in an event', ({ schemas }) =>
    drop(schemas.PaymentSuccessEvent.required, 'paid_at'),
  ),
  mutant('an error code is renamed in the list', ({ schemas }) =>
    replace(schemas.ErrorCode['x-extensible-enum'], 'INVALID_LICENSE', 'LICENSE_INVALID'),
  ),
  mutant('an error code is renamed in its example', ({ examples }) => {
    examples.INVALID_LICENSE.value.code = 'LICENSE_INVALID';
  }),
  mutant('402 becomes 422', ({ operation }) => {
    operation.responses[422] = operation.responses[402];
    delete operation.responses[402];
  }),
  mutant('a code is added that no response has', ({ schemas }) =>
    schemas.ErrorCode['x-extensible-enum'].push('RATE_LIMITED'),
  ),
  mutant('a payment type is added', ({ schemas }) => schemas.PartnerPaymentType.enum.push('PAYLATER')),
  mutant('999 rupiah are enough', ({ schemas }) => {
    schemas.Amount.minimum = 999;
  }),
  mutant('QRIS loses its limit', ({ schemas }) => {
    delete schemas.Amount['x-maximums'];
  }),
  mutant('amount becomes a string', ({ schemas }) => {
    schemas.Amount.type = 'string';
  }),
  mutant('a payment can live ten days', ({ request }) => {
    request.properties.expiry_minutes.maximum = 14_400;
  }),
  mutant('a webhook_url may be other than http', ({ request }) => {
    delete request.properties.webhook_url.pattern;
  }),
  mutant('transaction ids may hold anything', ({ schemas }) => {
    delete schemas.TransactionId.pattern;
  }),
  mutant('the API key moves to Authorization', ({ document }) => {
    document.components.securitySchemes.ApiKey.name = 'authorization';
  }),
  mutant('generating needs no API key', ({ operation }) => {
    operation.security = [];
  }),
  mutant('the signature header is renamed', ({ document }) => {
    document.components.parameters.XKGiTONSignature.name = 'X-Signature';
  }),
  mutant('the signature of an event is changed', ({ examples }) => {
    examples.QrisPaid.value.signature = 'a'.repeat(64);
  }),
  mutant('one digit of the QRIS payload changes', ({ examples }) => {
    const { qris } = examples.QrisResponse.value;
    qris.qr_content = qris.qr_content.replace('540550000', '540560000');
  }),
  mutant('an example has a property that the schema does not name', ({ examples }) => {
    examples.QrisResponse.value.status = 'PENDING';
  }),
  mutant('an example of an error disappears', ({ document }) => {
    delete document.components.responses.BadRequest.content['application/json'].examples.INVALID_AMOUNT;
  }),
  mutant('the callback is not the webhook', ({ operation }) => {
    const { post } = operation.callbacks.paymentSuccess['{$request.body#/webhook_url}'];
    delete post.requestBody.content['application/json'].examples.QRIS;
  }),
  mutant('the callback goes to back_url', ({ operation }) => {
    const { paymentSuccess } = operation.callbacks;
    operation.callbacks.paymentSuccess = { '{$request.body#/back_url}': Object.values(paymentSuccess)[0] };
  }),
  mutant('a payment_url is null for the other type', ({ schemas }) => {
    schemas.PartnerPaymentResponse.properties.payment_url['x-null-for'] = ['CHECKOUT_PAGE'];
  }),
  mutant('a QRIS code may be missing', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.qris['x-null-for'];
  }),
  mutant('success may be anything in a payment', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.success['x-const'];
  }),
  mutant('success may be anything in an error', ({ schemas }) => {
    delete schemas.ErrorResponse.properties.success['x-const'];
  }),
  mutant('an event may have another name', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.event['x-const'];
  }),
  mutant('the error codes are closed', ({ schemas }) => {
    schemas.ErrorCode.enum = schemas.ErrorCode['x-extensible-enum'];
  }),
  mutant('a code stands under another status', ({ document }) => {
    const { PaymentRequired, Forbidden } = document.components.responses;
    const [paid, forbidden] = [PaymentRequired, Forbidden].map(({ content }: Loose) => content['application/json']);
    [paid.examples, forbidden.examples] = [forbidden.examples, paid.examples];
  }),
  mutant('an optional text may be empty', ({ request }) => {
    delete request.properties.customer_name.minLength;
  }),
  mutant('a text may be of any length', ({ request }) => {
    delete request.properties.description.maxLength;
  }),
  mutant('a request may have any number of items', ({ request }) => {
    delete request.properties.items.maxItems;
  }),
  mutant('a name may be cut to a few characters', ({ request }) => {
    request.properties.customer_name.maxLength = 25;
  }),
  mutant('a webhook_url may hold a password', ({ request }) => {
    request.properties.webhook_url.pattern = '^https?://[^/?#]';
  }),
  mutant('expires_at may be other than UTC', ({ schemas }) => {
    delete schemas.ExpiresAt['x-pattern'];
  }),
  mutant('paid_at may be other than UTC', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.paid_at['x-pattern'];
  }),
  mutant('responses lose X-Request-Id', ({ document }) => {
    for (const response of Object.values(document.components.responses) as Loose[]) delete response.headers;
  }),
  mutant('a payment_url may be anything', ({ schemas }) => {
    delete schemas.PartnerPaymentResponse.properties.payment_url.pattern;
  }),
  mutant('the signature of an event may be anything', ({ schemas }) => {
    delete schemas.PaymentSuccessEvent.properties.signature.pattern;
  }),
  mutant('a status may lack paid_at', ({ schemas }) => drop(schemas.PaymentStatusResponse.required, 'paid_at')),
  mutant('a status is closed', ({ schemas }) => {
    schemas.PaymentStatus.enum = schemas.PaymentStatus['x-extensible-enum'];
  }),
  mutant('a pending payment is final', ({ schemas }) => schemas.PaymentStatus['x-final-values'].push('pending')),
  mutant('created_at may be other than UTC', ({ schemas }) => {
    delete schemas.PaymentStatusResponse.properties.created_at['x-pattern'];
  }),
  mutant('a transaction id in the path has a pattern', ({ document }) => {
    document.components.parameters.TransactionIdInPath.schema.pattern = '^TRX-';
  }),
  mutant('the example of a status is of another payment', ({ examples }) => {
    examples.PaidStatus.value.amount = 60_000;
  }),
  mutant('the status needs a body', ({ document }) => {
    document.paths['/api/partner/payment/status/{transactionId}'].get.requestBody =
      document.paths[path].post.requestBody;
  }),
  mutant('the status moves', ({ document }) => {
    document.paths['/api/partner/payment/{transactionId}'] =
      document.paths['/api/partner/payment/status/{transactionId}'];
    delete document.paths['/api/partner/payment/status/{transactionId}'];
  }),
  mutant('a response may not grow', ({ schemas }) => {
    schemas.PartnerPaymentResponse.additionalProperties = false;
  }),
  mutant('the path changes', ({ document }) => {
    document.paths['/api/v2/partner/payment/generate'] = document.paths[path];
    delete document.paths[path];
  }),
];

// A mutant reaches anywhere into the document, which has a type only while it is whole.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Loose = any;

interface Parts {
  document: Loose;
  operation: Loose;
  request: Loose;
  schemas: Loose;
  examples: Loose;
}

function mutant(name: string, apply: (parts: Parts) => void): DocumentMutant {
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
