import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readContacts } from './contacts.js';
import { ROOT, SITE } from './files.js';
import { packageSource } from './packages.js';
import { parseEditUrl, parseFeedbackUrl, parseSandbox, parseSiteUrl } from './parse-site-url.js';

const usage = `Usage: npm run docs:build [-- --url URL] [-- --packages clone|registry]

Builds the documentation site into packages/docs/dist.

  --url URL           the address that the site will have, for search engines (DOCS_URL). A published site has
                      to say how readers reach KGiTON:
  --contact ADDRESS        support, an https or e-mail address, or "none" (DOCS_CONTACT)
  --status-page URL        the status page, or "none" (DOCS_STATUS_PAGE)
  --partner-page ADDRESS   where partners apply, or "none" (DOCS_PARTNER_PAGE)
  --sandbox ORIGIN    a hosted sandbox that the pages may send requests to (DOCS_SANDBOX)
  --edit URL          where the repository can be edited, for the link "Edit this page" (DOCS_EDIT)
  --feedback URL      where readers give feedback; {page} in it stands for the page (DOCS_FEEDBACK)
  --packages SOURCE   where readers get the packages: a clone, or the registry once they are on npm
                      (DOCS_PACKAGES; clone)`;

try {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      sandbox: { type: 'string' },
      edit: { type: 'string' },
      feedback: { type: 'string' },
      packages: { type: 'string' },
      contact: { type: 'string' },
      'status-page': { type: 'string' },
      'partner-page': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
  } else {
    const siteUrl = parseSiteUrl(values.url ?? process.env.DOCS_URL);
    const sandbox = parseSandbox(values.sandbox ?? process.env.DOCS_SANDBOX);
    const editUrl = parseEditUrl(values.edit ?? process.env.DOCS_EDIT);
    const feedbackUrl = parseFeedbackUrl(values.feedback ?? process.env.DOCS_FEEDBACK);
    const packages = packageSource(values.packages);
    const contacts = readContacts(values, siteUrl !== undefined);
    // Loaded only when there is something to build: the generator takes a second to load.
    const { buildSite } = await import('./build.js');
    const files = await buildSite(SITE, { siteUrl, sandbox, editUrl, feedbackUrl, packages, contacts });
    const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const pages = files.filter(({ path }) => path.endsWith('.html')).length;
    console.log(
      `docs: ${relative(ROOT, SITE)}: ${pages} pages, ${(bytes / 2 ** 20).toFixed(1)} MiB in ${files.length} files`,
    );
    if (!siteUrl) console.log('docs: no sitemap.xml without --url or DOCS_URL; set one of them to publish the site');
  }
} catch (error) {
  console.error(`docs: ${(error as Error).message}`);
  process.exitCode = 1;
}
