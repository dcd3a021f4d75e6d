import type { Token } from 'markdown-it';
import type { Form } from '../directives/directive.js';
import { expandDirectives } from '../directives/index.js';
import { jsonBody, operationOf } from '../document.js';
import { DOWNLOADS, NOTICES } from '../downloads.js';
import { GROUPS, type Guide } from '../guides.js';
import { rootFrom } from '../languages.js';
import type { Locale } from '../locale.js';
import { renderMarkdown } from '../markdown/render.js';
import type { Heading } from '../markdown/rules.js';
import { plainMarkdown } from '../markdown/write.js';
import { operationText } from '../operation/operation-text.js';
import { samplesColumn, samplesMarkdown, samplesOf } from '../operation/samples.js';
import {
  type GroupedRequest,
  type ListedOperation,
  operationSlug,
  REFERENCES,
  type Reference,
  referenceMarkdown,
  requestsByGroup,
  sourceOf,
} from '../reference.js';
import { SKILL_PATH } from '../skill.js';

/** What a page is made of, in Markdown. */
interface Source {
  kind: 'guide' | 'reference' | 'operation';
  /** Its group in the navigation. */
  group: string;
  /** The name of its file without extension, the same in every language. */
  slug: string;
  title: string;
  /** Its name in the navigation. */
  shortTitle: string;
  description: string;
  /** What it is made from: a file of the repository. */
  source: string;
  text: string;
  /** Its text for programs and assistants, where that is another one. */
  plain?: string;
  /** The operations of a reference, in order. They have entries in the navigation. */
  operations?: readonly ListedOperation[];
  /** Of the page of an operation. */
  operation?: {
    /** Its `operationId`. */
    id: string;
    method: string;
    address: string;
    /** What lists show for its method: `EVENT` for a webhook. */
    badge: string;
    /** The first page of its reference, and the group that it is in there. */
    reference: { slug: string; title: string };
    group: string;
    /** What stands beside its text: HTML, and what of it is for programs and assistants. */
    samples: { html: string; markdown: string };
  };
}

/** A page of the site, without the frame that all pages share. */
export interface Page extends Omit<Source, 'text' | 'plain'> {
  /** HTML. */
  body: string;
  /** What of the body stands before its first heading. */
  introduction: string;
  headings: readonly Heading[];
  /** What the body was rendered from. */
  tokens: readonly Token[];
  /** Its text for programs and assistants. */
  markdown: string;
}

/**
 * The pages of a language: first the guides, then the references.
 *
 * @throws {Error} naming the guide that has an invalid directive
 */
export function pagesOf(locale: Locale, english: Locale): Page[] {
  const sources = [
    ...locale.guides.map((guide) => guideSource(guide, locale)),
    ...REFERENCES.flatMap((reference) => [
      referenceSource(reference, locale, english),
      ...requestsByGroup(reference, reference.document(locale)).map((request) =>
        operationSource(request, reference, locale),
      ),
    ]),
  ];
  return sources.map(({ text, plain = text, ...source }) => {
    const { html, ...rendered } = rendering(text, locale);
    const { operation } = source;
    const parts = operation
      ? [`\`${operation.method} ${operation.address}\``, plain, operation.samples.markdown]
      : [plain];
    const markdown = plainMarkdown(source.title, withResolvedDownloads(parts.join('\n\n'), locale));
    return { ...source, ...rendered, body: html, markdown };
  });
}

const rendering = (markdown: string, locale: Locale) =>
  renderMarkdown(markdown, { messages: locale.messages, resolveLink: (target) => resolved(target, locale) });

function guideSource({ slug, title, nav: shortTitle = title, description, source }: Guide, locale: Locale): Source {
  const group = GROUPS.find(({ guides }) => guides.includes(slug))?.name ?? '';
  const path = `packages/docs/guides/${locale.language}/${slug}.md`;
  try {
    const text = expandDirectives(source, locale);
    const plain = expandDirectives(source, locale, 'plain');
    return { kind: 'guide', group, slug, title, shortTitle, description, source: path, text, plain };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function referenceSource(reference: Reference, locale: Locale, english: Locale): Source {
  const { slug, messages: key } = reference;
  const title = locale.messages.get(`${key}.title`);
  const description = locale.messages.get(`${key}.description`);
  const text = referenceMarkdown(reference, locale, english);
  const operations = requestsByGroup(reference, reference.document(locale)).map(({ listed }) => listed);
  const source = sourceOf(reference, locale.language);
  return {
    kind: 'reference',
    group: 'reference',
    slug,
    title,
    shortTitle: title,
    description,
    source,
    text,
    operations,
  };
}

function operationSource(request: GroupedRequest, reference: Reference, locale: Locale): Source {
  const document = reference.document(locale);
  const { group, address, method, listed } = request;
  const { description = '' } = request.operation;
  const samples = samplesOf(request, document, locale);
  const isTried = document === locale.contract || IN_PANEL.includes(listed.id);
  const example = isTried ? Object.keys(paymentExamples(locale))[0] : undefined;
  const textIn = (form: Form) =>
    [
      (description || listed.title).trim(),
      operationText(request, document, locale, (id) => operationSlug(reference.slug, id), form),
    ].join('\n\n');
  const column = samplesColumn(samples, locale, (markdown) => rendering(markdown, locale).html, example);
  return {
    kind: 'operation',
    group: 'reference',
    slug: listed.slug,
    title: listed.title,
    shortTitle: listed.title,
    description: firstSentence(description),
    source: sourceOf(reference, locale.language, address),
    text: textIn('site'),
    plain: textIn('plain'),
    operation: {
      id: listed.id,
      method,
      address,
      badge: listed.method,
      reference: { slug: reference.slug, title: locale.messages.get(`${reference.messages}.title`) },
      group,
      samples: { html: String(column), markdown: samplesMarkdown(samples, locale) },
    },
  };
}

/** The operations of the control API that the panel offers as buttons. */
const IN_PANEL = ['payPayment', 'expirePayment', 'failPayment', 'getClock', 'advanceClock', 'setFault', 'clearFault'];

const paymentExamples = ({ contract }: Locale) =>
  jsonBody(operationOf(contract, 'generatePayment').requestBody).examples ?? {};

/** The first sentence of Markdown, without its markup. */
function firstSentence(markdown: string): string {
  const [sentence = ''] = /^.*?\.(?=\s|$)/s.exec(markdown.trim()) ?? [markdown.trim()];
  return sentence.replaceAll(/[`*]/g, '').replaceAll(/\s+/g, ' ');
}

const isAtRoot = (target: string) =>
  target === SKILL_PATH || target === NOTICES || DOWNLOADS.some(({ path }) => path === target);

/** Guides link to each other's Markdown, as they do in the repository; downloads are at the root of the site. */
export function resolved(target: string, { language }: Locale): string {
  if (isAtRoot(target)) return `${rootFrom(language)}${target}`;
  return target.replace(/^([\w-]+)\.md(#|$)/, '$1.html$2');
}

function withResolvedDownloads(markdown: string, { language }: Locale): string {
  return markdown.replace(/(?<=\]\()[^)\s]+(?=\))/g, (target) =>
    isAtRoot(target) ? `${rootFrom(language)}${target}` : target,
  );
}
