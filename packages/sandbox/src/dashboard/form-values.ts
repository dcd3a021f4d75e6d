import { LicenseState } from '../control/generated/schemas.js';
import { SandboxError } from '../sandbox-error.js';
import { FAULT_KINDS, type WebhookFault } from '../webhooks/faults.js';

/** The API key that a form is about. */
export function worldOf(form: URLSearchParams): string | undefined {
  return form.get('world') || undefined;
}

/** The fault that was chosen, if one was. @throws {SandboxError} `invalid` */
export function faultOf(form: URLSearchParams): WebhookFault | undefined {
  const kind = form.get('fault');
  if (!kind) return undefined;
  const known = FAULT_KINDS.find((one) => one === kind);
  if (!known) throw new SandboxError('invalid', `Expected one of the faults ${FAULT_KINDS.join(', ')}, got ${kind}.`);
  return { kind: known, ...(form.get('seconds') && { seconds: numberOf(form, 'seconds') }) };
}

/** @throws {SandboxError} `invalid`, when it is no state of a license key */
export function licenseStateOf(form: URLSearchParams): LicenseState {
  const state = form.get('state');
  const states = Object.values(LicenseState);
  const known = states.find((one) => one === state);
  if (!known) throw new SandboxError('invalid', `Expected one of the states ${states.join(', ')}, got ${state}.`);
  return known;
}

/** @throws {SandboxError} `invalid`, when it is no number */
export function numberOf(form: URLSearchParams, name: string): number {
  const text = form.get(name) ?? '';
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw new SandboxError('invalid', `Expected a number for ${name}, got ${JSON.stringify(text)}.`);
  }
  return number;
}
