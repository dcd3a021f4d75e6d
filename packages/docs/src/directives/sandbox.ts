import { LICENSE_KEYS } from '@kgiton/sandbox';
import { languageTag } from '../languages.js';
import { table } from '../markdown/write.js';
import type { Directive } from './directive.js';
import { errorsOf } from './errors.js';

/** A license key of the sandbox, and the error it leads to. */
export interface SandboxLicense {
  key: string;
  tokens: number;
  /** Undefined where every valid request succeeds. */
  code: string | undefined;
}

/** The license keys of the sandbox. The `purpose` of each one names its error code. */
export const sandboxLicenses: readonly SandboxLicense[] = LICENSE_KEYS.map(({ key, purpose, tokens }) => ({
  key,
  tokens,
  code: /\b[A-Z]+_[A-Z_]+\b/.exec(purpose)?.[0],
}));

/** `{{sandbox-license}}`: a key that works and says so; `{{sandbox-license LICENSE_EXPIRED}}`: one that leads to this error. */
export const sandboxLicense: Directive = ([code]) => {
  const fitting = sandboxLicenses.filter((license) => license.code === code).at(-1);
  if (!fitting) throw new Error(`no license key of the sandbox leads to ${code}.`);
  return fitting.key;
};

/** `{{license-keys}}`: what each license key of the sandbox does. */
export const licenseKeys: Directive = (_, locale) => {
  const { messages, language } = locale;
  const described = new Map(errorsOf(locale).map((error) => [error.code, error]));
  const number = new Intl.NumberFormat(languageTag(language));
  const responseTo = (code: string) => `${described.get(code)?.status} \`${code}\``;
  const rows = sandboxLicenses.map(({ key, tokens, code }) => [
    `\`${key}\``,
    code ? (described.get(code)?.meaning ?? '') : messages.get('sandbox.works', { tokens: number.format(tokens) }),
    code ? responseTo(code) : '200',
  ]);
  const other = [
    messages.get('sandbox.other'),
    described.get('INVALID_LICENSE')?.meaning ?? '',
    responseTo('INVALID_LICENSE'),
  ];
  return table(
    ['license-key', 'meaning', 'response'].map((name) => messages.get(`table.${name}`)),
    [...rows, other],
  );
};

const faultsOf =
  (subject: 'webhook' | 'request'): Directive =>
  (_, { control, messages }) => {
    const { 'x-enumDescriptions': meanings = {}, 'x-affects': affects } = control.components.schemas.FaultKind ?? {};
    const kinds = Object.entries(meanings).filter(([kind]) => affects?.[kind] === subject);
    return table(
      [messages.get('table.fault'), messages.get('table.happens')],
      kinds.map(([kind, meaning]) => [`\`${kind}\``, meaning]),
    );
  };

/** `{{faults}}`: the webhook faults of the sandbox. */
export const faults = faultsOf('webhook');

/** `{{request-faults}}`: the request faults of the sandbox. */
export const requestFaults = faultsOf('request');
