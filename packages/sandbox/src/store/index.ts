/** What a store of its own is made of, such as `@kgiton/sandbox-redis`. */
export type { License } from '../control/generated/schemas.js';
export { type Fault, type FaultKind, isRequestFault, type RequestFault, type WebhookFault } from '../faults.js';
export type { LicenseSeed } from '../payments/license-keys.js';
export type { LoggedRequest } from '../payments/logged-request.js';
export { type PaymentRecord, stateOf } from '../payments/payment.js';
export { createEvents, type Events } from '../wait.js';
export { type Delivery, type DeliveryAttempt, deliveryIdOf } from '../webhooks/delivery.js';
export type { Acknowledgement } from '../webhooks/send.js';
export { MAX_ATTEMPTS, MAX_PER_ACCOUNT } from './limits.js';
export type { ForwardedAttempt, HeldClaim, Listener, ListenerStore, Progress } from './listener-store.js';
export type {
  AdvanceOutcome,
  Change,
  Claim,
  ClaimOutcome,
  DeliveryStore,
  FaultSetting,
  Insertion,
  LicenseChange,
  NewDelivery,
  OpenStore,
  PaymentKey,
  PaymentStore,
  RateLimit,
  RateLimiter,
  Store,
  StoreContext,
  StoreCounts,
  Transition,
} from './store.js';
export { StoreUnavailableError } from './store-unavailable-error.js';
