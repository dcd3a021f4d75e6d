import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonBody, operationOf } from '../document.js';
import { TEST_RECIPES } from '../files.js';
import type { Locale } from '../locale.js';
import { codeTabs } from '../markdown/write.js';
import { expandPackages } from '../packages.js';
import { diagram, retries, states } from './diagrams.js';
import type { Directive } from './directive.js';
import { errors } from './errors.js';
import { error, event, eventBody, eventSignature, request, response, status } from './examples.js';
import { properties } from './properties.js';
import { faults, licenseKeys, requestFaults, sandboxLicense, sandboxLicenses } from './sandbox.js';
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

/** `{{sample generate-payment}}`: the programs in all languages, as a group of tabs. */
const sample: Directive = ([name = ''], { contract }) => {
  const operation = SAMPLES[name];
  if (!operation) throw new Error(`expected one of ${Object.keys(SAMPLES).join(', ')}, got ${JSON.stringify(name)}.`);
  return codeTabs(operationOf(contract, operation)['x-codeSamples'] ?? []);
};

/** `{{try QRIS}}`: a button that opens the panel with an example, or with the license key that leads to an error. */
export const tryIt: Directive = ([example = ''], { contract, messages }) => {
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const known = [...Object.keys(examples), ...sandboxLicenses.flatMap(({ code }) => code ?? [])];
  if (!known.includes(example)) throw new Error(`expected one of ${known.join(', ')}, got ${JSON.stringify(example)}.`);
  return `<p class="try"><button type="button" data-try="${example}" hidden>${messages.get('try.open')}</button></p>`;
};

/** `{{label generate}}`: what a button of the panel says. */
const label: Directive = ([name = ''], { messages }) => messages.get(`try.${name}`);

/** The files of examples/test-recipes in the order of the tabs. The first of a language is named like its samples. */
const TEST_RECIPES_SHOWN = [
  { label: 'Python', lang: 'Python', file: 'test_payment.py' },
  { label: 'PHP', lang: 'PHP', file: 'PaymentTest.php' },
  { label: 'webhook.php', lang: 'PHP', file: 'webhook.php' },
  { label: 'Go', lang: 'Go', file: 'payment_test.go' },
  { label: 'Java', lang: 'Java', file: 'PaymentTest.java' },
];

/** `{{test-recipes}}`: tests with pytest, PHPUnit, go test and JUnit, as a group of tabs. */
const testRecipes: Directive = () =>
  codeTabs(
    TEST_RECIPES_SHOWN.map(({ file, ...shown }) => ({
      ...shown,
      source: readFileSync(join(TEST_RECIPES, file), 'utf8'),
    })),
  );

const WITHOUT_ARGUMENTS: Readonly<Record<string, Directive>> = {
  ...values,
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
  diagram,
  error,
  event,
  'event-body': eventBody,
  'event-signature': eventSignature,
  label,
  properties,
  request,
  response,
  sample,
  'sandbox-license': sandboxLicense,
  status,
  try: tryIt,
};

/**
 * Replaces each directive of a guide, `{{name argument …}}`, with the Markdown that it stands for.
 *
 * @throws {Error} naming a directive that does not exist, or that does not know its arguments
 */
export function expandDirectives(markdown: string, locale: Locale): string {
  return expandPackages(markdown, locale.packages).replace(/\{\{(.*?)\}\}/g, (whole, call: string) => {
    const [name = '', ...args] = call.trim().split(/\s+/);
    const directive = WITHOUT_ARGUMENTS[name] ?? WITH_ARGUMENTS[name];
    if (!directive) throw new Error(`${whole}: there is no such directive.`);
    if (name in WITHOUT_ARGUMENTS && args.length > 0) throw new Error(`${whole}: expected no argument.`);
    try {
      return directive(args, locale);
    } catch (error) {
      throw new Error(`${whole}: ${(error as Error).message}`, { cause: error });
    }
  });
}
