/** Why something cannot be done. */
export type SandboxErrorReason = 'not-found' | 'ambiguous' | 'already-paid' | 'expired' | 'invalid' | 'timeout';

/** What the sandbox was asked to do cannot be done. */
export class SandboxError extends Error {
  override name = 'SandboxError' as const;
  readonly reason: SandboxErrorReason;

  constructor(reason: SandboxErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
