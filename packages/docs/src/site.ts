import { WARNING_HEADER } from '@kgiton/sandbox';
import { browsersIn } from './browsers.js';
import { type Bundled, bundleEngine, bundleScript, bundleStyles } from './bundle.js';
import { errorsOf } from './directives/errors.js';
import { sandboxLicenses } from './directives/sandbox.js';
import { apiKeyOf, LOCAL_WEBHOOK, requestIdHeader, sandboxUrl, signatureOf } from './directives/values.js';
import { type Document, jsonBody, operationOf, requestsOf } from './document.js';
import { feedFile } from './feed.js';
import { GUIDE_SLUGS } from './guides.js';
import type { Language } from './languages.js';
import { type Locale, type LocaleOptions, readLocale } from './locale.js';
import { downloadFiles, sitemapFile, skillFile, textFiles } from './machine-files.js';
import { noticesFile } from './notices.js';
import { notFoundFile, pageFiles } from './pages/layout.js';
import { pagesOf } from './pages/page.js';
import { redocPage } from './redoc.js';
import { REFERENCES, referenceSlugs } from './reference.js';
import { screenshotFiles } from './sandbox-screenshots.js';
import { searchScript } from './search/search-script.js';
import { asset, type SiteFile } from './site-file.js';

export interface SiteOptions extends LocaleOptions {
  /**
   * The address that the root of the site will have. With it, links to the other language and lists of pages are absolute, as
   * search engines want them. The pages work at any address.
   */
  siteUrl?: string | undefined;
  /** The origin of a hosted sandbox that pages may send requests to, beside one on the reader's computer. */
  sandbox?: string | undefined;
  /** Where the sources of the pages can be edited, with a slash at its end. @default pages have no link for that */
  editUrl?: string | undefined;
  /** Where readers give feedback; `{page}` stands for the page. @default pages have no link for that */
  feedbackUrl?: string | undefined;
}

/**
 * Every file of the site, in memory.
 *
 * @throws {Error} when Redoc cannot draw a document, a translation is missing or a guide has an invalid directive
 */
export async function makeSite(options: SiteOptions = {}): Promise<SiteFile[]> {
  const { siteUrl, sandbox, editUrl, feedbackUrl } = options;
  const [id, en] = await Promise.all([readLocale('id', options), readLocale('en', options)]);
  const [style, tryStyle, engine] = await Promise.all([bundleStyles(), bundleStyles('try/index.css'), bundleEngine()]);
  const modules = new Set<string>();
  const scriptFile = (name: string, { code, modules: own }: Bundled) => {
    for (const module of own) modules.add(module);
    return asset(name, code);
  };
  const parts = { style, tryStyle, engine: scriptFile('sandbox', engine), scriptFile };
  const settings = { siteUrl, sandbox, editUrl, feedbackUrl };
  const shared = { locales: { id, en }, ...parts, ...settings };
  const files = await Promise.all([id, en].map((locale) => filesOf(locale, shared)));
  const slugs = [...GUIDE_SLUGS, ...referenceSlugs(en)];
  return [
    shared.engine,
    ...files.flat(),
    ...(await downloadFiles(en)),
    ...(await screenshotFiles(en)),
    await noticesFile([...modules]),
    await skillFile(en, siteUrl),
    // Its addresses are absolute, or it is invalid.
    ...(siteUrl ? [sitemapFile(slugs, siteUrl)] : []),
  ];
}

/** What the pages of both languages share. */
interface SharedParts {
  locales: Readonly<Record<Language, Locale>>;
  style: string;
  /** The style of the panel that tries requests. */
  tryStyle: string;
  /** The sandbox that runs in the page. */
  engine: SiteFile;
  /** Makes a file of a script, whose modules are then among the notices. */
  scriptFile(name: string, bundled: Bundled): SiteFile;
  siteUrl: string | undefined;
  sandbox: string | undefined;
  editUrl: string | undefined;
  feedbackUrl: string | undefined;
}

/** The pages of a language, and their scripts. */
async function filesOf(
  locale: Locale,
  { locales, style, tryStyle, engine, scriptFile, siteUrl, sandbox, editUrl, feedbackUrl }: SharedParts,
): Promise<SiteFile[]> {
  const { language, messages } = locale;
  const redoc = Promise.all(REFERENCES.map((reference) => redocPage(reference, locale)));
  const pages = pagesOf(locale, locales.en);
  const search = scriptFile(`search-${language}`, await searchScript(language, pages));
  const values = {
    messages: {
      copy: messages.get('copy'),
      copied: messages.get('copied'),
      'not-copied': messages.get('not-copied'),
      support: messages.get('support'),
      browsers: browsersIn(messages),
      search: messages.group('search'),
      try: messages.group('try'),
    },
    search: search.path,
    'payment-examples': Object.keys(
      jsonBody(operationOf(locale.contract, 'generatePayment').requestBody).examples ?? {},
    ),
  };
  const panelValues = {
    messages: values.messages,
    try: { ...tryData(locale), hostedSandbox: sandbox },
    'try-style': tryStyle,
  };
  const panel = scriptFile(`try-${language}`, await bundleScript({ entry: 'try/panel.ts', values: panelValues }));
  const scripts = { engine: engine.path, panel: panel.path };
  const script = scriptFile(
    `site-${language}`,
    await bundleScript({ entry: 'site.ts', values: { ...values, 'try-scripts': scripts } }),
  );
  // A page that was opened from disk can load a script, but cannot read the file with its Markdown.
  const markdown = pages.map(({ slug, markdown }) =>
    asset(`markdown-${slug}-${language}`, `kgitonMarkdown=${JSON.stringify(markdown)};`),
  );
  const markdownScripts = markdown.map(({ path }) => path);
  const frame = { locale, pages, style, script: script.path, markdownScripts, siteUrl, sandbox, editUrl, feedbackUrl };
  return [
    search,
    script,
    panel,
    ...markdown,
    ...pageFiles(frame),
    notFoundFile(frame, { id: locales.id.messages, en: locales.en.messages }),
    ...(await redoc),
    ...textFiles(locale, pages, siteUrl),
    feedFile(locale, locales.en, siteUrl),
  ];
}

/** A license key that the sandbox does not have. */
const OTHER_LICENSE = { key: 'OTHER-OTHER-OTHER-OTHER-OTHER', code: 'INVALID_LICENSE' };

/** The data of the panel that tries requests, as packages/docs/browser/site-data.d.ts declares it. */
function tryData(locale: Locale): object {
  const { contract, control } = locale;
  const { schema, examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const statuses = new Map(errorsOf(locale).map(({ code, status }) => [code, status]));
  const apiKey = apiKeyOf(contract);
  const signature = signatureOf(contract);
  const { 'x-enumDescriptions': faults = {}, 'x-affects': affects } = control.components.schemas.FaultKind ?? {};
  return {
    endpoint: pathOf(contract, 'generatePayment'),
    statusEndpoint: pathOf(contract, 'getPaymentStatus').replace(/\{\w+\}/, '{}'),
    apiKeyHeader: apiKey.name,
    apiKey: apiKey['x-example'],
    signatureHeader: signature.name,
    webhookSecret: signature['x-test-secret'],
    webhookTimeout: operationOf(contract, 'receivePaymentSuccess')['x-delivery']?.['timeout-seconds'],
    sandbox: sandboxUrl(control),
    fields: Object.entries(schema.properties ?? {}).map(([name, property]) => ({
      name,
      type: { integer: 'number', array: 'list' }[String(property.type)] ?? 'text',
      required: schema.required?.includes(name) ?? false,
    })),
    paymentTypes: schema.properties?.payment_type?.enum,
    examples: Object.entries(examples).map(([name, { summary = name, value }]) => ({
      name,
      summary,
      body: { ...(value as object), webhook_url: LOCAL_WEBHOOK },
    })),
    licenses: [...sandboxLicenses, OTHER_LICENSE].map(({ key, code }) => ({
      key,
      code,
      status: code ? statuses.get(code) : '200',
    })),
    faults: Object.entries(faults).map(([kind, meaning]) => ({ kind, affects: affects?.[kind], meaning })),
    headers: [requestIdHeader(contract), WARNING_HEADER],
  };
}

function pathOf(contract: Document, operationId: string): string {
  const request = requestsOf(contract).find(({ operation }) => operation.operationId === operationId);
  return request?.address ?? '';
}
