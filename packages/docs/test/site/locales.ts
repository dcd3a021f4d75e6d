import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import { type Locale, readLocale } from '../../src/locale.js';
import { documentedRequests } from './contract.js';

/** A page that a reader expects, as its source has it. */
export interface ExpectedPage {
  kind: 'guide' | 'reference' | 'operation';
  /** Its name in every language. */
  slug: string;
  /** Below the root of the site. */
  path: string;
  title: string;
  /** What the navigation calls it. */
  entry: string;
}

/** An operation or webhook that a reference has to show. */
export interface ExpectedOperation {
  reference: 'reference' | 'sandbox-api';
  /** The name of its page in every language. */
  slug: string;
  /** Its page, below the root of the site. */
  path: string;
  /** Where it was before it had a page of its own: the page of its reference, and its anchor there. */
  formerPath: string;
  id: string;
  summary: string;
  /** Its fragment in an earlier version of the site, which Redoc made. */
  formerRoute: string;
}

/** What the site is made of, by language. */
export const locales = Object.fromEntries(
  await Promise.all(LANGUAGES.map(async (language) => [language, await readLocale(language)] as const)),
) as Record<Language, Locale>;

/** The guides of a language, in their order, and then the references. */
export function expectedPages(language: Language): ExpectedPage[] {
  const { guides, messages } = locales[language];
  const references = [
    { slug: 'reference', title: messages.get('reference-page.title') },
    { slug: 'sandbox-api', title: messages.get('control-page.title') },
  ];
  const path = (slug: string) => `${folderOf(language)}${slug}.html`;
  return [
    ...guides.map(({ slug, title, nav = title }) => ({
      kind: 'guide' as const,
      slug,
      path: path(slug),
      title,
      entry: nav,
    })),
    ...references.map(({ slug, title }) => ({
      kind: 'reference' as const,
      slug,
      path: path(slug),
      title,
      entry: title,
    })),
  ];
}

/** `payPayment` of the control API has the page `sandbox-api-pay-payment`. */
export function slugOf(reference: string, operationId: string): string {
  return `${reference}-${operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Operations that look as different as they can: with examples, without a body, a webhook, the deepest, the longest names. */
const DIFFERENT = ['generatePayment', 'getPaymentStatus', 'receivePaymentSuccess', 'getState', 'setFault'];

/** Pages of operations, for sweeps in a browser: all are made of the same parts. */
export function expectedOperationPages(language: Language): ExpectedPage[] {
  return expectedOperations(language)
    .filter(({ id }) => DIFFERENT.includes(id))
    .map(({ slug, path, summary: title }) => ({ kind: 'operation', slug, path, title, entry: title }));
}

/** Every operation and webhook of both references. */
export function expectedOperations(language: Language): ExpectedOperation[] {
  const { contract, control } = locales[language];
  const of = (reference: ExpectedOperation['reference'], document: typeof contract) =>
    documentedRequests(document).map(({ operation }) => ({
      reference,
      slug: slugOf(reference, operation.operationId),
      path: `${folderOf(language)}${slugOf(reference, operation.operationId)}.html`,
      formerPath: `${folderOf(language)}${reference}.html`,
      id: operation.operationId,
      summary: operation.summary,
      formerRoute: `/${operation.tags[0]}/${operation.operationId}`.toLowerCase(),
    }));
  return [...of('reference', contract), ...of('sandbox-api', control)];
}
