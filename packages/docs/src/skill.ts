import { LICENSE_KEYS } from '../../sandbox/src/payments/license-keys.js';
import { values } from './directives/values.js';
import { type Document, errorExamplesOf, operationOf } from './document.js';
import type { Locale } from './locale.js';
import { fence } from './markdown/write.js';
import { programsOf } from './operation/programs.js';
import { expandPackages, type PackageSource } from './packages.js';

/** The name of the skill, which is that of its folder too (agentskills.io). */
export const SKILL = 'kgiton-payments';

/** Where the skill is in the site, and in the package of the SDK. */
export const SKILL_PATH = `skills/${SKILL}/SKILL.md`;

/** The template, and the guide whose checklist it has: files of the repository. */
export const SKILL_TEMPLATE = 'packages/docs/skill/SKILL.template.md';
export const CHECKLIST_GUIDE = 'packages/docs/guides/en/going-live.md';

export interface SkillOptions {
  /** The text of {@link SKILL_TEMPLATE}. */
  template: string;
  /** The text of {@link CHECKLIST_GUIDE}. */
  guide: string;
  /** The documents in English, without references. */
  contract: Document;
  control: Document;
  packages: PackageSource;
  /** The address of the English pages, with a slash at its end. */
  base: string;
  /** A comment for the front matter. */
  header?: string;
}

/** The operation of each sample, as `openapi/samples` calls them. */
const SAMPLES: Readonly<Record<string, string>> = {
  'generate-payment': 'generatePayment',
  'payment-status': 'getPaymentStatus',
  'payment-success': 'receivePaymentSuccess',
};

/**
 * The skill that leads an assistant through an integration: English, like most skills.
 *
 * @throws {Error} naming a directive that does not exist
 */
export function skillMarkdown({ template, guide, contract, control, packages, base, header }: SkillOptions): string {
  const directives: Record<string, (args: string[]) => string> = {
    header: () => (header ? `# ${header}` : ''),
    sample: ([name = '', language]) => {
      // The first program of a language has our package.
      const sample = programsOf(operationOf(contract, SAMPLES[name] ?? name)).find((one) => one.language === language);
      if (!sample) throw new Error(`there is no sample ${name} in ${language}.`);
      return fence(sample.lang, sample.source);
    },
    errors: () => errorList(contract),
    'license-keys': () => LICENSE_KEYS.map(({ key, purpose }) => `- \`${key}\`: ${purpose}`).join('\n'),
    checklist: () => checklistOf(guide),
  };
  const locale = { contract, control, language: 'en' } as Locale;
  const expand = (text: string): string =>
    text.replace(/\{\{(.*?)\}\}/g, (whole, call: string) => {
      const [name = '', ...args] = call.trim().split(/\s+/);
      const directive = directives[name];
      if (directive) return expand(directive(args));
      const value = values[name];
      if (!value) throw new Error(`${SKILL_TEMPLATE}: ${whole}: there is no such directive.`);
      return value([], locale, 'plain');
    });
  return expand(expandPackages(template, packages))
    .replace(/^---\n\n/, '---\n')
    .replace(/\]\((?!https?:)([^)#\s]+)/g, (_, target: string) => `](${base}${target}`)
    .replaceAll('/en/../', '/');
}

/** What to do about each error: with its status. */
function errorList(contract: Document): string {
  const { 'x-remedies': remedies = {}, 'x-retryable-codes': retryable = [] } =
    contract.components.schemas.ErrorCode ?? {};
  const statuses = new Map(errorExamplesOf(contract).map(({ code, status }) => [code, status]));
  return Object.entries(remedies)
    .map(([code, remedy]) => {
      const again = retryable.includes(code) ? ' Can be retried.' : '';
      return `- \`${code}\` (${statuses.get(code)}): ${remedy.trim().replaceAll('\n', ' ')}${again}`;
    })
    .join('\n');
}

/** The points of the guide's checklist by section, without their anchors. */
function checklistOf(guide: string): string {
  const lines = guide.match(/^(## .*|- \[ \] .*)$/gm) ?? [];
  return lines
    .map((line) => line.replace(/ \{#[\w-]+\}$/, ''))
    .map((line) => (line.startsWith('## ') ? `\n#${line}\n` : line))
    .join('\n')
    .trim();
}
