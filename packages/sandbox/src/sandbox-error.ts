/** Why something cannot be done. */
export type SandboxErrorReason =
  | 'not-found'
  | 'ambiguous'
  | 'already-paid'
  | 'expired'
  | 'failed'
  | 'invalid'
  | 'timeout';

/** Thrown when the sandbox cannot do what it was asked to. */
export class SandboxError extends Error {
  override name = 'SandboxError' as const;
  readonly reason: SandboxErrorReason;

  constructor(reason: SandboxErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
