import type { RunningSandbox } from '../src/index.js';
import type { ControlResponse, OperationId } from './control-api.js';

export const A = 'kgiton_a';
export const B = 'kgiton_b';

/** A sandbox with some state. */
export interface Scene {
  sandbox: RunningSandbox;
  /** Generates a payment for an API key; the webhook goes to a receiver that acknowledges it. */
  generated(apiKey?: string): Promise<string>;
  /** A webhook that was delivered. */
  delivered(): Promise<string>;
  /** Both API keys have this transaction. */
  shared(): Promise<string>;
}

/** One outcome of an operation, and how to provoke it. */
export interface Row {
  operation: OperationId;
  status: number;
  code?: string;
  given: string;
  when(scene: Scene): Promise<ControlResponse>;
}
