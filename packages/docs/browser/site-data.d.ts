// Modules that the build provides: see packages/docs/src/bundle.ts.

declare module 'site:messages' {
  /** The messages of the language, by group and name. */
  const messages: {
    copy: string;
    copied: string;
    'not-copied': string;
    support: string;
    browsers: string;
    search: Record<
      | 'placeholder'
      | 'none'
      | 'loading'
      | 'failed'
      | 'of'
      | 'results'
      | 'hint'
      | 'close'
      | 'other-words'
      | 'start-with',
      string
    >;
    try: Record<
      | 'title'
      | 'open'
      | 'intro'
      | 'loading'
      | 'not-loaded'
      | 'unsupported'
      | 'without-panel'
      | 'close'
      | 'show'
      | 'sandbox'
      | 'in-page'
      | 'in-page-help'
      | 'at-address'
      | 'address'
      | 'address-help'
      | 'create'
      | 'example'
      | 'license-key'
      | 'view'
      | 'fields'
      | 'more-fields'
      | 'lists-as-json'
      | 'body'
      | 'generate'
      | 'new-id'
      | 'sending'
      | 'time'
      | 'as-code'
      | 'language'
      | 'as-code-help'
      | 'webhook-as-code-help'
      | 'customer'
      | 'customer-waits'
      | 'checkout-title'
      | 'leaves'
      | 'pay'
      | 'expire'
      | 'fail'
      | 'state-pending'
      | 'state-paid'
      | 'state-expired'
      | 'state-failed'
      | 'qr-alt'
      | 'checkout'
      | 'dashboard'
      | 'webhook'
      | 'webhook-waits'
      | 'no-webhook-url'
      | 'receiver'
      | 'receiver-verify'
      | 'receiver-fail'
      | 'receiver-hang'
      | 'delivery-pending'
      | 'delivery-delivered'
      | 'delivery-failed'
      | 'delivery-withheld'
      | 'in-flight'
      | 'next-attempt'
      | 'verify'
      | 'verify-waits'
      | 'verify-body'
      | 'verify-hmac'
      | 'verify-compare'
      | 'raw-body'
      | 'bytes'
      | 'secret'
      | 'computed'
      | 'differs'
      | 'page-addresses'
      | 'explain-code'
      | 'change-byte'
      | 'restore'
      | 'genuine'
      | 'forged'
      | 'status'
      | 'ask-status'
      | 'controls'
      | 'clock'
      | 'clock-help'
      | 'minutes'
      | 'hours'
      | 'faults'
      | 'fault'
      | 'fault-webhook'
      | 'fault-request'
      | 'set-fault'
      | 'clear-fault'
      | 'tokens'
      | 'news-created'
      | 'news-webhook'
      | 'no-sandbox'
      | 'no-sandbox-help'
      | 'refused'
      | 'refused-help'
      | 'forbidden-mixed-content'
      | 'forbidden-permission'
      | 'forbidden-plain-http'
      | 'permission-help'
      | 'forbidden-help'
      | 'bad-key'
      | 'broken'
      | 'no-response'
      | 'not-local',
      string
    >;
  };
  export default messages;
}

declare module 'site:payment-examples' {
  /** The names of the examples that the panel can be opened with. */
  const examples: string[];
  export default examples;
}

declare module 'site:search' {
  /** The path of the search script, below the root of the site. */
  const path: string;
  export default path;
}

declare module 'site:try-scripts' {
  /** The paths of the sandbox and of the panel, below the root of the site. */
  const scripts: { engine: string; panel: string };
  export default scripts;
}

declare module 'site:try-style' {
  const css: string;
  export default css;
}

declare module 'site:try' {
  const data: {
    /** The operation that generates a payment, and the one that asks for its status, with `{}` in the place of its id. */
    endpoint: string;
    statusEndpoint: string;
    apiKeyHeader: string;
    apiKey: string;
    signatureHeader: string;
    webhookSecret: string;
    /** How many seconds a server has to respond to a webhook. */
    webhookTimeout: number;
    /** Where a sandbox on this computer listens by default. */
    sandbox: string;
    /** The sandbox that the site's policy allows in addition, if it has one. */
    hostedSandbox?: string;
    /** The properties of the request, in the contract's order. */
    fields: { name: string; type: 'text' | 'number' | 'list'; required: boolean }[];
    /** The values of `payment_type`. */
    paymentTypes: string[];
    /** The examples of the request, in the contract's order. */
    examples: { name: string; summary: string; body: Record<string, unknown> }[];
    /** The license keys of the sandbox. `code` is the error that a key leads to. */
    licenses: { key: string; code?: string; status: string }[];
    /** What can go wrong on purpose. */
    faults: { kind: string; affects: 'webhook' | 'request'; meaning: string }[];
    /** The response headers to show. */
    headers: string[];
  };
  export default data;
}

declare module 'site:index' {
  /** The MiniSearch index, as JSON. */
  const index: string;
  export default index;
}

declare module 'site:words' {
  /** As packages/docs/src/search/words.ts declares them. */
  export const stopWords: string[];
  export const synonyms: string[][];
}

declare module 'site-stemmer' {
  export function stemmer(word: string): string;
}
