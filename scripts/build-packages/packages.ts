import { RECIPE_FILES } from '../../packages/docs/src/directives/recipes.js';
/** What a published package is built from. */
export interface Package {
  /** Where its TypeScript is, within `packages/NAME`. */
  sources: string;
  /** Its modules that others may load: what `package.json` names. None of a package that is a command only. */
  entries: readonly string[];
  /** Modules of a command, which is an ES module only. */
  commands?: readonly string[];
  /** The packages whose declarations it is built from. */
  uses?: readonly string[];
  /** Other files that the build reads. */
  reads?: readonly string[];
  /**
   * Dependencies that go into the CommonJS form, since they are ES modules only, which Jest and servers without
   * `require(esm)` cannot load, or since their CommonJS form is another than their types say.
   */
  inlined?: readonly string[];
  /** Whether its `dist/docs` holds the documentation. */
  hasDocumentation?: boolean;
}

/** The published packages by their folder, in the order of their dependencies. */
export const PACKAGES = {
  contract: { sources: 'generated', entries: ['index.ts', 'validators.ts'] },
  client: { sources: 'src', entries: ['index.ts'], uses: ['contract'], inlined: ['openapi-fetch'] },
  sdk: {
    sources: 'src',
    entries: ['index.ts', 'webhooks/index.ts', 'webhooks/hmac-node.ts', 'webhooks/hmac-portable.ts'],
    uses: ['contract', 'client'],
    inlined: ['@noble/hashes'],
  },
  sandbox: {
    sources: 'src',
    entries: ['index.ts', 'store/index.ts'],
    commands: ['cli/main.ts'],
    uses: ['contract'],
    reads: ['openapi.json'],
    inlined: ['tinyqueue', 'request-filtering-agent', 'ipaddr.js'],
  },
  'sandbox-redis': { sources: 'src', entries: ['index.ts'], uses: ['sandbox'] },
  mcp: {
    sources: 'src',
    entries: [],
    commands: ['main.ts'],
    uses: ['contract', 'sandbox'],
    // What the documentation is made of.
    reads: [
      ...['browser', 'guides', 'i18n', 'src', 'CHANGELOG.id.md'].map((name) => `../docs/${name}`),
      ...['CHANGELOG.md', ...RECIPE_FILES].map((name) => `../../${name}`),
      ...['contract', 'sandbox'].map((name) => `../${name}/openapi.json`),
    ],
    hasDocumentation: true,
  },
} as const satisfies Record<string, Package>;

export type PackageName = keyof typeof PACKAGES;
