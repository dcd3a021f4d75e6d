import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError } from './document.js';
import { compile } from './validators/compile.js';
import { bodySchemas, propertyPaths, selfContained } from './validators/schemas.js';

const folder = fileURLToPath(new URL('validators', import.meta.url));

/**
 * A validator for each schema that is a body, in one module without imports.
 *
 * @param of bodies of requests only, or also those of responses and events
 * @param more names of schemas that need a validator besides
 */
export async function renderValidators(
  document: OpenAPI3,
  of: 'requests' | 'all' = 'all',
  more: readonly string[] = [],
): Promise<string> {
  const names = [...bodySchemas(document, of), ...more];
  const schemas = new Map(
    names.map((name) => [name, selfContained(document, { $ref: `#/components/schemas/${name}` })]),
  );
  const shapes = [...schemas].map(([name, schema]) => {
    const { all, optional } = propertyPaths(schema);
    const order = JSON.stringify(all.map((path, index) => [path, index]));
    return `export const shape${name} = { order: new Map(${order}), optional: new Set(${JSON.stringify(optional)}) };\n`;
  });
  const most = mostErrors(document);
  const code = await bundle(`${compile(schemas, most)}\n${shapes.join('')}`);
  return `// @ts-nocheck: the compiled code is untyped. The exports at the end are typed.
${code}
/** A violation of the contract. */
export interface Violation {
  /**
   * The invalid or missing property as a JSON Pointer (RFC 6901); \`''\` for the value as a whole.
   */
  path: string;
  /** What was expected, in English. Contains no part of the value. */
  message: string;
}
${names.map((name) => validator(name, most)).join('')}`;
}

/** How many problems an error response may list. */
function mostErrors(document: OpenAPI3): number {
  const schema = document.components?.schemas?.ErrorResponse as
    | { properties?: { errors?: { maxItems?: number } } }
    | undefined;
  const most = schema?.properties?.errors?.maxItems;
  if (most === undefined) throw new ContractError('ErrorResponse: expected errors to have maxItems.');
  return most;
}

function validator(name: string, most: number): string {
  const article = /^[AEIO]/.test(name) ? 'an' : 'a';
  return `
/**
 * Validates ${article} \`${name}\`: one violation for each invalid property, in the order of the schema. Of more than ${most}, it
 * returns ${most}, and looks for no more in lists.
 */
export function validate${name}(value: unknown): Violation[] {
  return violations(check${name}, shape${name}, value).slice(0, ${most});
}
`;
}

/** The compiled code with everything it uses, without its exports and without file paths. */
async function bundle(compiled: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'compiled';\nexport * from './runtime/violations.ts';\n", resolveDir: folder },
    plugins: [virtualModule('compiled', compiled), sourcesOfAjv],
    absWorkingDir: folder,
    tsconfigRaw: {},
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  const [code = '', exports = ''] = (outputFiles[0]?.text ?? '').split(/^export \{$/m);
  // esbuild renames colliding names; the functions above would then call something else.
  if (/ as |^$/.test(exports)) throw new Error(`The bundle of the validators exports under other names: ${exports}`);
  return code.replaceAll(/^\/\/ .*\n/gm, '').replaceAll(COMPILER_NOTE, '');
}

/** The module path that Ajv's helpers tell the compiler. */
const COMPILER_NOTE = /^\w+\.code = 'require.*\n/gm;

/** Ajv ships CommonJS, which would need wrappers, and its TypeScript sources. This takes the sources. */
const sourcesOfAjv: Plugin = {
  name: 'sources-of-ajv',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^ajv(-formats)?\/dist\// }, ({ path, kind }) => {
      const source = path.startsWith('ajv/') ? path.replace('/dist/', '/lib/') : path.replace('/dist/', '/src/');
      return resolve(`${source.replace(/\.js$/, '')}.ts`, { kind, resolveDir: folder });
    });
  },
};

function virtualModule(name: string, contents: string): Plugin {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: name }));
      onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js', resolveDir: folder }));
    },
  };
}
