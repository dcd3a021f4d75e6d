// Modules that the build provides: see packages/docs/src/bundle.ts.

declare module 'site:messages' {
  /** The messages of the language, by group and name. */
  const messages: {
    copy: string;
    copied: string;
    search: Record<'placeholder' | 'none' | 'loading' | 'failed' | 'of' | 'results' | 'hint' | 'close', string>;
    try: Record<
      | 'title'
      | 'intro'
      | 'example'
      | 'sandbox'
      | 'api-key'
      | 'license-key'
      | 'body'
      | 'send'
      | 'sending'
      | 'time'
      | 'qr-alt'
      | 'checkout'
      | 'dashboard'
      | 'no-sandbox'
      | 'no-sandbox-help'
      | 'refused'
      | 'refused-help'
      | 'not-local'
      | 'bad-key'
      | 'no-response'
      | 'new-id'
      | 'close',
      string
    >;
  };
  export default messages;
}

declare module 'site:search' {
  /** The path of the search script, below the root of the site. */
  const path: string;
  export default path;
}

declare module 'site:try' {
  const data: {
    /** The path of the operation. */
    endpoint: string;
    apiKeyHeader: string;
    apiKey: string;
    sandbox: string;
    /** The examples of the request, in the contract's order. */
    examples: { name: string; summary: string; body: Record<string, unknown> }[];
    /** The license keys of the sandbox. `code` is the error that a key leads to. */
    licenses: { key: string; code?: string; status: string }[];
    /** The response headers to show. */
    headers: string[];
  };
  export default data;
}

declare module 'site:index' {
  /** The MiniSearch index, as JSON. */
  const index: string;
  export default index;
}

declare module 'site:words' {
  /** As packages/docs/src/search/words.ts declares them. */
  export const stopWords: string[];
  export const synonyms: string[][];
}

declare module 'site-stemmer' {
  export function stemmer(word: string): string;
}
