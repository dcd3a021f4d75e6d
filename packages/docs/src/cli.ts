import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from './build.js';
import { ROOT, SITE } from './files.js';
import { packageSource } from './packages.js';

const usage = `Usage: npm run docs:build [-- --url URL] [-- --packages clone|registry]

Builds the documentation site into packages/docs/dist.

  --url URL           the address that the site will have, for search engines (DOCS_URL)
  --packages SOURCE   where readers get the packages: a clone, or the registry once they are on npm
                      (DOCS_PACKAGES; clone)`;

try {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, packages: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(usage);
  } else {
    const url = siteUrl(values.url ?? process.env.DOCS_URL);
    const files = await buildSite(SITE, { siteUrl: url, packages: packageSource(values.packages) });
    const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    const pages = files.filter(({ path }) => path.endsWith('.html')).length;
    console.log(
      `docs: ${relative(ROOT, SITE)}: ${pages} pages, ${(bytes / 2 ** 20).toFixed(1)} MiB in ${files.length} files`,
    );
    if (!url) console.log('docs: no sitemap.xml without --url or DOCS_URL; set one of them to publish the site');
  }
} catch (error) {
  console.error(`docs: ${(error as Error).message}`);
  process.exitCode = 1;
}

/** With a slash at its end. @throws {Error} when it is not the address of a site */
function siteUrl(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const url = parseUrl(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Error(
      `--url or DOCS_URL: expected an address such as https://docs.example/payments/, got ${JSON.stringify(given)}.`,
    );
  }
  return url.href.replace(/\/?$/, '/');
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
