import type { DeliveryState, FaultKind, LicenseState, PaymentState } from '../../control/generated/schemas.js';
import type { SandboxErrorReason } from '../../sandbox-error.js';

/** What the program of the page says. `{time}` stands for a time. */
export interface ProgramTexts {
  updated: string;
  stopped: string;
  copied: string;
  noResponse: string;
  standsStill: string;
  countdown: string;
}

/** Every text of the dashboard. A language that lacks one does not compile. */
export interface Texts {
  title: string;
  /** Beside the logo, after the name. */
  sandbox: string;
  program: ProgramTexts;
  apiKey: string;
  allApiKeys: string;
  /** Of the page that asks for an API key where each browser sees one account. */
  session: {
    title: string;
    explanation: string;
    enter: string;
    refused: string;
    noAccount: string;
    create: string;
    command: string;
    leave: string;
  };
  moreApiKeys: (count: number) => string;
  otherApiKey: string;
  show: string;
  live: string;
  reload: string;
  language: string;
  clock: {
    label: string;
    frozen: string;
    divided: string;
    step: (minutes: number) => string;
    /** After a step, for screen readers. */
    onTheClock: string;
  };
  reset: string;
  confirmReset: (apiKey: string | undefined) => string;
  sections: { label: string; payments: string; deliveries: string; requests: string; faults: string; licenses: string };
  /** The title of a link to a guide. */
  guide: string;
  /** What a search may name. */
  search: { label: string; hint: Readonly<Record<'payments' | 'deliveries' | 'requests', string>>; submit: string };
  states: string;
  allStates: string;
  only: string;
  clear: string;
  nothing: string;
  newest: string;
  older: string;
  more: (count: number) => string;
  everything: string;
  signedWith: string;
  payment: {
    states: Readonly<Record<PaymentState, string>>;
    qrCode: string;
    checkout: string;
    openCheckout: string;
    newTab: string;
    expires: string;
    pay: string;
    expire: string;
    fail: string;
    webhook: string;
    requests: string;
    noFault: string;
    faultSet: (fault: string) => string;
    noWebhookUrl: string;
    details: string;
    facts: Readonly<
      Record<
        | 'created'
        | 'expires'
        | 'paid'
        | 'failed'
        | 'license'
        | 'webhookUrl'
        | 'backUrl'
        | 'description'
        | 'customer'
        | 'items',
        string
      >
    >;
  };
  firstSteps: {
    title: string;
    /** Before and after the address of the sandbox. */
    paste: readonly [string, string];
    command: string;
    copy: string;
    theCommand: string;
    baseUrl: string;
    anyKey: readonly [string, string];
    webhookSecret: string;
  };
  delivery: {
    states: Readonly<Record<DeliveryState, string>>;
    empty: string;
    next: string;
    attempts: string;
    earlier: (count: number) => string;
    noResponse: string;
    redelivery: string;
    emptyBody: string;
    responseBody: string;
    redeliver: string;
    message: string;
    headers: string;
    body: string;
    payment: string;
    requests: string;
  };
  request: {
    states: Readonly<Record<'accepted' | 'refused', string>>;
    empty: string;
    noApiKey: string;
    noResponse: string;
    noBody: string;
    body: string;
    payment: string;
  };
  /** "of TRX-1", for screen readers. */
  of: (what: string) => string;
  fault: {
    /** Each in a word or two, as in "Webhook: twice" and "Request: reset". */
    labels: Readonly<Record<FaultKind, string>>;
    none: string;
    everyPaymentOf: string;
    clear: string;
    theFaultOf: string;
    chooseApiKey: string;
    sendFirst: string;
    fault: string;
    everyWebhook: string;
    everyRequest: string;
    seconds: string;
    auto: string;
    times: string;
    always: string;
    set: string;
  };
  license: {
    states: Readonly<Record<LicenseState, string>>;
    works: string;
    tokenCount: (count: string) => string;
    state: string;
    tokens: string;
    set: string;
    stateAndTokensOf: string;
    chooseApiKey: string;
  };
  /** What a reason means, before the sandbox's own English words; `undefined` where those are enough. */
  problem: (reason: SandboxErrorReason) => string | undefined;
  foreignForm: string;
  longForm: string;
}
