import { readFile } from 'node:fs/promises';
import { ERROR } from './documents.js';
import { outputSchema, result, type Tool, ToolError } from './tool.js';

/** The languages of the documentation; the first is the default. */
const LANGUAGES = ['en', 'id'] as const;

/** A section that the search has found. */
interface Found {
  href: string;
  page: string;
  heading: string;
  text: string;
}

type Pages = Readonly<Record<string, { title: string; markdown: string }>>;

/** The first results are read; nobody reads more. */
const MOST = 8;

/** Characters of a section that a result shows. `read_docs` has the whole page. */
const EXCERPT = 700;

const LANGUAGE = { type: 'string', enum: LANGUAGES, default: LANGUAGES[0], description: 'English or Indonesian.' };

/**
 * The tools that search and read the documentation.
 *
 * @param folder what `npm run build:packages` makes of the documentation
 */
export function documentationTools(folder: URL): Tool[] {
  const file = (name: string, language: string, extension: string) =>
    new URL(`${name}-${language}.${extension}`, folder);
  const search = async (language: string): Promise<(query: string) => Found[]> =>
    (await import(file('search', language, 'js').href)).search;
  const pages = async (language: string): Promise<Pages> =>
    JSON.parse(await readFile(file('pages', language, 'json'), 'utf8'));
  const annotations = { readOnlyHint: true, openWorldHint: false };
  return [
    {
      name: 'search_docs',
      title: 'Search the documentation',
      description:
        'Finds the sections of the KGiTON documentation that answer a question: guides, API reference, errors, SDKs. In words, or by the exact name of an error, property or header. Read a whole page with read_docs before you write code.',
      inputSchema: {
        type: 'object',
        properties: { query: { type: 'string', minLength: 1, description: 'The question.' }, language: LANGUAGE },
        required: ['query'],
        additionalProperties: false,
      },
      outputSchema: outputSchema(
        {
          type: 'object',
          required: ['results'],
          properties: {
            results: {
              type: 'array',
              description: 'The best ones first.',
              items: {
                type: 'object',
                required: ['page', 'title', 'text'],
                properties: {
                  page: { type: 'string', description: 'The name of the page, for read_docs.' },
                  anchor: { type: 'string', description: 'The anchor of the section in the page.' },
                  title: { type: 'string' },
                  text: { type: 'string', description: 'The beginning of the section, without its code.' },
                },
              },
            },
          },
        },
        ERROR,
      ),
      annotations,
      async call({ query, language }) {
        if (typeof query !== 'string' || query.trim() === '') {
          throw new ToolError('INVALID_REQUEST', 'query: expected a question or a name.');
        }
        const found = (await search(languageOf(language)))(query).slice(0, MOST);
        return result({ results: found.map(resultOf) });
      },
    },
    {
      name: 'read_docs',
      title: 'Read a page of the documentation',
      description: 'Returns a page of the KGiTON documentation as Markdown, with its code.',
      inputSchema: {
        type: 'object',
        properties: {
          page: { type: 'string', description: 'The name of the page, as search_docs gives it: webhooks.' },
          language: LANGUAGE,
        },
        required: ['page'],
        additionalProperties: false,
      },
      outputSchema: outputSchema(
        {
          type: 'object',
          required: ['page', 'title', 'markdown'],
          properties: { page: { type: 'string' }, title: { type: 'string' }, markdown: { type: 'string' } },
        },
        ERROR,
      ),
      annotations,
      async call({ page, language }) {
        const all = await pages(languageOf(language));
        const name = String(page ?? '');
        const known = Object.hasOwn(all, name) ? all[name] : undefined;
        if (!known) {
          const names = Object.keys(all).join(', ');
          throw new ToolError('NOT_FOUND', `There is no page ${JSON.stringify(name)}. The pages are: ${names}.`);
        }
        return result({ page: name, ...known }, known.markdown);
      },
    },
  ];
}

/** @throws {ToolError} when the documentation does not have it */
function languageOf(given: unknown = LANGUAGES[0]): string {
  const language = LANGUAGES.find((one) => one === given);
  if (!language) throw new ToolError('INVALID_REQUEST', `language: expected ${LANGUAGES.join(' or ')}.`);
  return language;
}

function resultOf({ href, page: within, heading, text }: Found) {
  const [file = '', anchor] = href.split('#');
  const isCut = text.length > EXCERPT;
  return {
    page: file.replace(/\.html$/, ''),
    ...(anchor && { anchor }),
    title: heading && heading !== within ? `${within} › ${heading}` : within,
    text: isCut ? `${text.slice(0, text.lastIndexOf(' ', EXCERPT))} …` : text,
  };
}
