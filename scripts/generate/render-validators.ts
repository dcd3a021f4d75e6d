import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { OpenAPI3 } from 'openapi-typescript';
import { bodySchemas } from './validators/body-schemas.js';
import { compile } from './validators/compile.js';
import { memberPaths } from './validators/member-paths.js';
import { selfContained } from './validators/self-contained.js';

const folder = fileURLToPath(new URL('validators', import.meta.url));

/**
 * A validator for each schema that is a body, in one module that imports nothing.
 *
 * @param of which bodies
 */
export async function renderValidators(document: OpenAPI3, of: 'requests' | 'all' = 'all'): Promise<string> {
  const names = bodySchemas(document, of);
  const schemas = new Map(
    names.map((name) => [name, selfContained(document, { $ref: `#/components/schemas/${name}` })]),
  );
  const shapes = [...schemas].map(([name, schema]) => {
    const { all, optional } = memberPaths(schema);
    const order = JSON.stringify(all.map((path, index) => [path, index]));
    return `export const shape${name} = { order: new Map(${order}), optional: new Set(${JSON.stringify(optional)}) };\n`;
  });
  const code = await bundle(`${compile(schemas)}\n${shapes.join('')}`);
  return `// @ts-nocheck: the compiled code has no types. What is exported, at the end, has.
${code}
/** One thing that is wrong with a value. */
export interface Violation {
  /**
   * Where, as a JSON Pointer (RFC 6901): the member that is wrong, or the member that is missing. \`''\` for the value as
   * a whole.
   */
  path: string;
  /** What was expected, in English, for people. Holds no part of the value. */
  message: string;
}
${names.map(validator).join('')}`;
}

function validator(name: string): string {
  const article = /^[AEIO]/.test(name) ? 'an' : 'a';
  return `
/** What is wrong with a value as ${article} \`${name}\`, each member once, in the order of the schema; nothing if it is one. */
export function validate${name}(value: unknown): Violation[] {
  return violations(check${name}, shape${name}, value);
}
`;
}

/** The compiled code with all that it uses, without its exports and without the paths of its parts. */
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
  // A name that is taken is renamed; the functions that are written by hand above would then call something else.
  if (/ as |^$/.test(exports)) throw new Error(`The bundle of the validators exports under other names: ${exports}`);
  return code.replaceAll(/^\/\/ .*\n/gm, '').replaceAll(COMPILER_NOTE, '');
}

/** What Ajv's helpers tell the compiler: where they stand. */
const COMPILER_NOTE = /^\w+\.code = 'require.*\n/gm;

/** The packages of Ajv come as CommonJS, which would need wrappers, and as the TypeScript that it is made from. */
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
