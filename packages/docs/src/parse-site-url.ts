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

/** With a slash at its end. @throws {Error} when it is not the address of a repository's editor */
export function parseEditUrl(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const url = parseUrl(given);
  if (url?.protocol !== 'https:' || url.search || url.hash) {
    throw new Error(
      `--edit or DOCS_EDIT: expected an address such as https://github.com/you/payments-kit/edit/main/, got ${JSON.stringify(given)}.`,
    );
  }
  return url.href.replace(/\/?$/, '/');
}

/** `{page}` in it stands for the page. @throws {Error} when it is neither an https nor a mailto address */
export function parseFeedbackUrl(given: string | undefined): string | undefined {
  if (!given) return undefined;
  if (!/^(https|mailto):$/.test(parseUrl(given)?.protocol ?? '')) {
    throw new Error(
      `--feedback or DOCS_FEEDBACK: expected an address such as https://forms.example/?page={page} or mailto:docs@shop.example?subject={page}, got ${JSON.stringify(given)}.`,
    );
  }
  return given;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
