import { html, raw } from 'hono/html';
import { LANGUAGES, type SentRequest } from '../../browser/try/code.js';
import { signatureOf } from '../directives/values.js';
import type { DescribedRequest, Document } from '../document.js';
import type { Locale } from '../locale.js';
import { fence } from '../markdown/write.js';
import { icon } from '../pages/icons.js';
import { captionOf, programsOf } from './programs.js';
import { bodyOf, examplesOf, sampleRequest, successOf } from './sample-request.js';

/** Code of the samples, and when it is shown: with which example, in which language, for which status. */
export interface Sample {
  card: 'request' | 'event' | 'response';
  /** The position of its example; undefined for all. */
  example?: number | undefined;
  /** The position of its language, or of its status. */
  choice?: number | undefined;
  /** Whether it uses our package; undefined for all. */
  library?: 'package' | 'none' | undefined;
  /** What it is called where it stands alone. */
  label: string;
  lang: string;
  source: string;
}

/** What stands beside an operation: a request in every language, and what comes back, for each example. */
export interface Samples {
  /** What the reader chooses the example by. Empty for an operation with a single one. */
  examples: readonly { name: string; label: string }[];
  isWebhook: boolean;
  languages: readonly string[];
  /** The package of each language, in the same order; undefined for those without one. */
  packages: readonly (string | undefined)[];
  statuses: readonly string[];
  all: readonly Sample[];
}

export function samplesOf(request: DescribedRequest, document: Document, { messages }: Locale): Samples {
  const { address, operation } = request;
  const isWebhook = address in (document.webhooks ?? {});
  const examples = examplesOf(operation);
  const hasRequests = bodyOf(operation.requestBody) !== undefined;
  // Requests without a body are the same for each example.
  const requests = hasRequests ? examples : [{ name: '', summary: '' }];
  const programs = programsOf(operation).filter(({ language }) => !isWebhook || language !== 'cURL');
  const languages = isWebhook ? [...new Set(programs.map(({ language }) => language))] : Object.keys(LANGUAGES);
  const packages = languages.map(
    (language) => programs.find((one) => one.language === language && one.library !== undefined)?.library,
  );
  // What a webhook sends is shown as it arrives.
  const sent = (isWebhook ? [] : requests).flatMap(({ name, summary }, example) => {
    const one = sampleRequest(request, document, name);
    const shown = hasRequests && examples.length > 1 ? example : undefined;
    return languages.map((language, choice) => ({
      card: 'request' as const,
      example: shown,
      choice,
      library: packages[choice] === undefined ? undefined : ('none' as const),
      label: [language, shown === undefined ? '' : summary].filter(Boolean).join(': '),
      lang: language.toLowerCase(),
      source: LANGUAGES[language]?.(one) ?? '',
    }));
  });
  const complete = programs
    .filter(({ library }) => isWebhook || library !== undefined)
    .map((program) => {
      const example = examples.findIndex(({ name }) => name === program.example);
      const caption = captionOf(program, programs, messages);
      return {
        card: 'request' as const,
        example: example < 0 ? undefined : example,
        choice: languages.indexOf(program.language),
        library: program.library === undefined ? ('none' as const) : ('package' as const),
        label: example < 0 ? caption : `${caption}: ${examples[example]?.summary}`,
        lang: program.lang,
        source: program.source,
      };
    });
  const events = isWebhook
    ? examples.map(({ name, summary }, example) => ({
        card: 'event' as const,
        example,
        label: summary,
        lang: 'http',
        source: asHttp(sampleRequest(request, document, name), document),
      }))
    : [];
  const received = responsesOf(
    request,
    examples.map(({ name }) => name),
  );
  return {
    examples: examples.length > 1 ? examples.map(({ name, summary }) => ({ name, label: summary })) : [],
    isWebhook,
    languages,
    packages,
    statuses: received.map(({ status }) => status),
    all: [...events, ...sent, ...complete, ...received.flatMap(({ samples }) => samples)],
  };
}

function asHttp({ method, url, headers, body = '' }: SentRequest, document: Document): string {
  const { name } = signatureOf(document);
  const lines = headers.map(([header, value]) => `${header === name ? name : header}: ${value}`);
  return [`${method} ${new URL(url).pathname} HTTP/1.1`, ...lines, '', body].join('\n');
}

/** The examples of every response with a body: of a success, that of the example of the request. */
function responsesOf({ operation }: DescribedRequest, examples: readonly string[]) {
  const success = successOf(operation.responses);
  return Object.entries(operation.responses)
    .flatMap(([status, response]) => {
      const body = bodyOf(response);
      return body ? [{ status, body, type: Object.keys(response.content ?? {})[0] }] : [];
    })
    .map(({ status, body, type }, choice) => ({
      status,
      samples: Object.entries(body.examples ?? {}).map(([name, { summary = name, value }], _, { length }): Sample => {
        const example = status === success?.status && length > 1 ? examples.indexOf(name) : -1;
        return {
          card: 'response',
          example: example < 0 ? undefined : example,
          choice,
          label: `${status} ${summary}`,
          ...shownAs(value, type),
        };
      }),
    }));
}

function shownAs(value: unknown, type: string | undefined): Pick<Sample, 'lang' | 'source'> {
  return type === 'application/json'
    ? { lang: 'json', source: JSON.stringify(value, null, 2) }
    : { lang: 'text', source: String(value) };
}

/**
 * The samples as Markdown: the cURL, the programs with our packages, and what comes back; of a webhook, what arrives and
 * what handles it.
 */
export function samplesMarkdown({ all, isWebhook }: Samples, { messages }: Locale): string {
  const shown = all.filter(({ choice, library }) => isWebhook || choice === 0 || library === 'package');
  return [
    `## ${messages.get('operation.samples')}`,
    ...shown.map(({ lang, source, label }) => fence(lang, source, label)),
  ].join('\n\n');
}

type Markup = ReturnType<typeof html>;

/** A group of radio buttons that shows one of several: it works without scripts. */
function choice(
  name: string,
  legend: string,
  options: readonly string[],
  labels: readonly (string | Markup)[] = options,
): Markup | '' {
  if (options.length < 2) return '';
  const buttons = options.map(
    (value, index) =>
      html`<label><input type="radio" name="${name}" value="${value}"${index === 0 ? raw(' checked') : ''}><span>${labels[index]}</span></label>`,
  );
  return html`<fieldset class="choice choice-${name}"><legend>${legend}</legend>${buttons}</fieldset>`;
}

/** The samples as the column beside an operation. @param block returns the HTML of a block of code */
export function samplesColumn(
  { examples, isWebhook, languages, packages, statuses, all }: Samples,
  { messages }: Locale,
  block: (markdown: string) => string,
  example: string | undefined,
): Markup {
  const said = (key: string) => messages.get(`operation.${key}`);
  const short = messages.group('examples');
  const panes = (card: Sample['card']) => {
    const cards = all.filter((sample) => sample.card === card);
    return cards.map(({ example, choice, library, lang, source, label }) => {
      const isAlone =
        cards.filter((other) => other.choice === choice && other.example === example && other.library === library)
          .length === 1;
      const shown = Object.entries({ example, choice, library })
        .map(([name, value]) => (value === undefined ? '' : ` data-${name}="${value}"`))
        .join('');
      return html`<div class="${isAlone ? 'pane alone' : 'pane'}"${raw(shown)}>${raw(block(fence(lang, source, label)))}</div>\n`;
    });
  };
  const libraries = packages.some(Boolean)
    ? choice(
        'library',
        said('library'),
        ['package', 'none'],
        [
          html`${packages.map((name, index) => (name ? html`<b data-choice="${index}">${name}</b>` : ''))}`,
          said('no-library'),
        ],
      )
    : '';
  const card = (name: Sample['card'], choices: Markup | '') => {
    const shown = panes(name);
    if (shown.length === 0) return '';
    return html`<div class="card card-${name}"><div class="card-head"><h2>${said(name === 'request' && isWebhook ? 'card-handler' : `card-${name}`)}</h2>${choices}</div>
${shown}</div>\n`;
  };
  return html`<section class="samples" aria-label="${said('samples')}">
${
  example
    ? html`<p class="try"><button type="button" data-try="${example}" hidden>${icon('play')}${messages.get('try.open')}</button></p>\n`
    : ''
}${choice(
  'example',
  said('example'),
  examples.map(({ name }) => name),
  examples.map(({ name, label }) => short[name] ?? label),
)}
${card('event', '')}${card('request', html`${choice('sample', said('language'), languages)}${libraries}`)}${card('response', choice('status', said('status'), statuses))}</section>`;
}
