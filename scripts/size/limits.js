// What programs of partners weigh with the SDK in them, and what readers of the documentation load: npm run size, by
// size-limit, from what is built of the packages and the site.

/** As partners bundle for Node. */
const node = { platform: 'node', format: 'esm', target: 'es2022' };
/** An import of a Node module is an error here. */
const edge = { ...node, platform: 'browser', conditions: ['workerd', 'worker', 'browser'] };

const program = (name, file, limit, options = node) => ({
  name,
  path: `programs/${file}.ts`,
  limit,
  gzip: true,
  modifyEsbuildConfig: (config) => ({ ...config, ...options }),
});

/** A script as it is built. */
const script = (name, path, limit) => ({
  name,
  path: `../../packages/${path}`,
  limit,
  gzip: true,
  // It is bundled and minified already.
  modifyEsbuildConfig: (config) => ({ ...config, bundle: false, minify: false }),
});

// The first two limits are promises of the SDK; the others are what it takes today, rounded up to the next 100 bytes.
export default [
  program('client, one QRIS, its errors', 'generate-qris', '6000 B'),
  program('client, one status', 'check-status', '5400 B'),
  program('client, one QRIS, wait until it is paid', 'wait-for-payment', '5400 B'),
  program('verify and unwrap webhooks', 'verify-webhook', '1500 B'),
  program('webhook handler', 'webhook-handler', '2350 B'),
  program('all of ./webhooks', 'all-of-webhooks', '2800 B'),
  program('verify and unwrap webhooks, without node:crypto', 'verify-webhook', '4600 B', edge),
  // Loaded when a reader asks for them. Together at most 90 kB.
  script('the sandbox in a page of the documentation', 'docs/dist/assets/sandbox-*.js', '64 kB'),
  script('the panel that tries it, in English', 'docs/dist/assets/try-en-*.js', '16 kB'),
  script('the panel that tries it, in Indonesian', 'docs/dist/assets/try-id-*.js', '16 kB'),
  // Loaded on the first search.
  script('the search, in English', 'docs/dist/assets/search-en-*.js', '125 kB'),
  script('the search, in Indonesian', 'docs/dist/assets/search-id-*.js', '130 kB'),
  // What npx downloads.
  script('the search of the MCP server, in English', 'mcp/dist/docs/search-en.js', '125 kB'),
  script('the search of the MCP server, in Indonesian', 'mcp/dist/docs/search-id.js', '130 kB'),
];
