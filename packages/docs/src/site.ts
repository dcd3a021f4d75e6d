import { WARNING_HEADER } from '@kgiton/sandbox';
import { bundleScript, bundleStyles } from './bundle.js';
import { errorsOf } from './directives/errors.js';
import { sandboxLicenses } from './directives/sandbox.js';
import { apiKeyOf, LOCAL_WEBHOOK, requestIdHeader, sandboxUrl } from './directives/values.js';
import { jsonBody, operationOf } from './document.js';
import { GUIDE_SLUGS } from './guides.js';
import type { Language } from './languages.js';
import { type Locale, type LocaleOptions, readLocale } from './locale.js';
import { downloadFiles, sitemapFile, textFiles } from './machine-files.js';
import { notFoundFile, pageFiles } from './pages/layout.js';
import { pagesOf } from './pages/page.js';
import { redocPage } from './redoc.js';
import { REFERENCES } from './reference.js';
import { searchScript } from './search/search-script.js';
import { asset, type SiteFile } from './site-file.js';

export interface SiteOptions extends LocaleOptions {
  /**
   * The address that the root of the site will have. With it, links to the other language and lists of pages are absolute, as
   * search engines want them. The pages work at any address.
   */
  siteUrl?: string | undefined;
}

/**
 * Every file of the site, in memory.
 *
 * @throws {Error} when Redoc cannot draw a document, a translation is missing or a guide has an invalid directive
 */
export async function makeSite(options: SiteOptions = {}): Promise<SiteFile[]> {
  const { siteUrl } = options;
  const [id, en] = await Promise.all([readLocale('id', options), readLocale('en', options)]);
  const style = await bundleStyles();
  const files = await Promise.all([id, en].map((locale) => filesOf(locale, { id, en }, style, siteUrl)));
  const slugs = [...GUIDE_SLUGS, ...REFERENCES.map(({ slug }) => slug)];
  return [
    ...files.flat(),
    ...(await downloadFiles(en)),
    // Its addresses are absolute, or it is invalid.
    ...(siteUrl ? [sitemapFile(slugs, siteUrl)] : []),
  ];
}

/** The pages of a language, and their scripts. */
async function filesOf(
  locale: Locale,
  locales: Readonly<Record<Language, Locale>>,
  style: string,
  siteUrl: string | undefined,
): Promise<SiteFile[]> {
  const { language, messages } = locale;
  const redoc = Promise.all(REFERENCES.map((reference) => redocPage(reference, locale)));
  const pages = pagesOf(locale, locales.en);
  const search = asset(`search-${language}`, await searchScript(language, pages));
  const values = {
    messages: {
      copy: messages.get('copy'),
      copied: messages.get('copied'),
      search: messages.group('search'),
      try: messages.group('try'),
    },
    search: search.path,
    try: tryData(locale),
  };
  const script = asset(`site-${language}`, await bundleScript({ entry: 'site.ts', values }));
  const frame = { locale, pages, style, script: script.path, siteUrl };
  return [
    search,
    script,
    ...pageFiles(frame),
    notFoundFile(frame, { id: locales.id.messages, en: locales.en.messages }),
    ...(await redoc),
    ...textFiles(locale, pages, siteUrl),
  ];
}

/** The data of the panel that sends requests, as packages/docs/browser/site-data.d.ts declares it. */
function tryData(locale: Locale): object {
  const { contract, control } = locale;
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const statuses = new Map(errorsOf(locale).map(({ code, status }) => [code, status]));
  const apiKey = apiKeyOf(contract);
  return {
    endpoint: Object.keys(contract.paths)[0],
    apiKeyHeader: apiKey.name,
    apiKey: apiKey['x-example'],
    sandbox: sandboxUrl(control),
    examples: Object.entries(examples).map(([name, { summary = name, value }]) => ({
      name,
      summary,
      body: { ...(value as object), webhook_url: LOCAL_WEBHOOK },
    })),
    licenses: sandboxLicenses.map(({ key, code }) => ({ key, code, status: code ? statuses.get(code) : '200' })),
    headers: [requestIdHeader(contract), WARNING_HEADER],
  };
}
