/** With a slash at its end. @throws {Error} when it is not the address of a site */
export function parseSiteUrl(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const url = parseUrl(given);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Error(
      `--url or DOCS_URL: expected an address such as https://docs.example/payments/, got ${JSON.stringify(given)}.`,
    );
  }
  return url.href.replace(/\/?$/, '/');
}

/** Only an origin: it goes into the policy of every page. @throws {Error} when it is none */
export function parseSandbox(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const url = parseUrl(given);
  const isAlone = url?.href === `${url?.origin}/` && !url.hostname.includes('*');
  if (url?.protocol !== 'https:' || !isAlone) {
    throw new Error(
      `--sandbox or DOCS_SANDBOX: expected an https origin such as https://sandbox.example, got ${JSON.stringify(given)}.`,
    );
  }
  return url.origin;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
