import { browsersIn } from '../browsers.js';
import { jsonBody, operationOf } from '../document.js';
import type { Locale } from '../locale.js';
import { fence } from '../markdown/write.js';
import { checkoutPrograms } from '../operation/checkout-programs.js';
import { programsOf, programTabs } from '../operation/programs.js';
import { expandPackages } from '../packages.js';
import { contact } from './contact.js';
import { diagram, retries, states } from './diagrams.js';
import type { Directive, Form } from './directive.js';
import { errors } from './errors.js';
import { error, event, eventBody, eventSignature, request, response, status } from './examples.js';
import { properties } from './properties.js';
import { recipe, testRecipes } from './recipes.js';
import { faults, licenseKeys, requestFaults, sandboxLicense, sandboxLicenses } from './sandbox.js';
import { screenshot } from './screenshot.js';
import { values } from './values.js';

/** `{{changelog}}`: the entries of the changelog, with headings one level deeper and without brackets. */
const changelog: Directive = (_, { changelog: text }) =>
  text
    .slice(text.indexOf('\n## ') + 1)
    .replace(/^#/gm, '##')
    .replace(/^(#+) \[([^\]]+)\]/gm, '$1 $2')
    .trim();

/** The operation of each folder in openapi/samples. */
const SAMPLES: Readonly<Record<string, string>> = {
  'generate-payment': 'generatePayment',
  'payment-status': 'getPaymentStatus',
  'payment-success': 'receivePaymentSuccess',
};

/**
 * `{{sample generate-payment}}`: the programs in all languages, as a group of tabs. `{{sample generate-payment CHECKOUT_PAGE}}`:
 * those that send this example. `{{sample payment-success cURL}}`: one.
 */
const sample: Directive = ([name = '', only], { contract, messages }) => {
  const operation = SAMPLES[name];
  if (!operation) throw new Error(`expected one of ${Object.keys(SAMPLES).join(', ')}, got ${JSON.stringify(name)}.`);
  const described = operationOf(contract, operation);
  const all = programsOf(described);
  const [example, ...others] = new Set(all.flatMap((program) => program.example ?? []));
  const shown = all.flatMap((program) => {
    if (program.example) return program.example === (only ?? example) ? program : [];
    if (only === undefined) return isSender(name, program.language) ? [] : program;
    return others.includes(only) ? checkoutPrograms(described, [program]) : [];
  });
  if (shown.length > 0) return programTabs(shown, messages);
  const one = all.find(({ language, library }) => language === only && library === undefined);
  if (!one) {
    const known = all.flatMap(({ language, example = language }) => example);
    throw new Error(`expected one of ${[...new Set(known)].join(', ')}, got ${JSON.stringify(only)}.`);
  }
  return fence(one.lang, one.source);
};

/** The cURL beside the webhook handlers is the other side: it sends them a test webhook. */
const isSender = (name: string, language: string) => name === 'payment-success' && language === 'cURL';

/** `{{try QRIS}}`: a button that opens the panel with an example, or with the license key that leads to an error. */
const tryIt: Directive = ([example = ''], { contract, messages }, form) => {
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const known = [...Object.keys(examples), ...sandboxLicenses.flatMap(({ code }) => code ?? [])];
  if (!known.includes(example)) throw new Error(`expected one of ${known.join(', ')}, got ${JSON.stringify(example)}.`);
  if (form === 'plain') return '';
  return `<p class="try"><button type="button" data-try="${example}" hidden>${messages.get('try.open')}</button></p>`;
};

/** `{{label generate}}`: what a button of the panel says. */
const label: Directive = ([name = ''], { messages }) => messages.get(`try.${name}`);

const WITHOUT_ARGUMENTS: Readonly<Record<string, Directive>> = {
  ...values,
  browsers: (_, { messages }) => browsersIn(messages),
  changelog,
  errors,
  faults,
  'license-keys': licenseKeys,
  'request-faults': requestFaults,
  retries,
  states,
  'test-recipes': testRecipes,
};

const WITH_ARGUMENTS: Readonly<Record<string, Directive>> = {
  contact,
  diagram,
  error,
  event,
  'event-body': eventBody,
  'event-signature': eventSignature,
  label,
  properties,
  recipe,
  request,
  response,
  sample,
  'sandbox-license': sandboxLicense,
  screenshot,
  status,
  try: tryIt,
};

/**
 * Replaces each directive of a guide, `{{name argument …}}`, with the Markdown that it stands for.
 *
 * @param form @default 'site'
 * @throws {Error} naming a directive that does not exist, or that does not know its arguments
 */
export function expandDirectives(markdown: string, locale: Locale, form: Form = 'site'): string {
  return expandPackages(markdown, locale.packages).replace(/\{\{(.*?)\}\}/g, (whole, call: string) => {
    const [name = '', ...args] = call.trim().split(/\s+/);
    const directive = WITHOUT_ARGUMENTS[name] ?? WITH_ARGUMENTS[name];
    if (!directive) throw new Error(`${whole}: there is no such directive.`);
    if (name in WITHOUT_ARGUMENTS && args.length > 0) throw new Error(`${whole}: expected no argument.`);
    try {
      return directive(args, locale, form);
    } catch (error) {
      throw new Error(`${whole}: ${(error as Error).message}`, { cause: error });
    }
  });
}
