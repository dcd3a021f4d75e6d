import { Ajv2020 } from 'ajv/dist/2020.js';
import { _ } from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Schema } from '../strict-schema.js';
import { formats, guardedRegExp } from './runtime/guarded.js';

/** How Ajv's code requires its helpers. */
const HELPER = /require\("(ajv\/dist\/runtime\/\w+)"\)\.default/g;

/** The start of every loop: over the items of a list, or the properties of an object. */
const LOOP = /\bfor ?\((?:.*;.*;.*|.* (?:in|of) .*)\) ?\{/g;

/**
 * An ES module with one function `check{Name}` for each schema. It imports the helpers that it uses.
 *
 * A list can have a million wrong items, and each error costs a hundred times what its item does. So no loop goes on after
 * `most` errors. What is not in a list is always checked, so an invalid value is never valid, and an error code that
 * depends on one property stays the same.
 */
export function compile(schemas: ReadonlyMap<string, Schema>, most: number): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false, // the document uses keywords unknown to Ajv
    strictNumbers: true, // JSON's 1e400 is Infinity, not an integer
    formats,
    code: { source: true, esm: true, lines: true, formats: _`formats`, regExp: guardedRegExp },
  });
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  const code = standalone.default(ajv, Object.fromEntries([...schemas.keys()].map((name) => [`check${name}`, name])));

  const helpers = new Map<string, string>();
  const bounded = code.replaceAll(LOOP, `$& if (errors >= ${most}) break;`);
  const body = bounded.replaceAll(HELPER, (_match, module: string) => {
    const name = `${module.split('/').at(-1)}Helper`;
    helpers.set(name, module);
    return name;
  });
  const imports = [...helpers].map(([name, module]) => `import ${name} from '${module}';\n`);
  return `import { formats, guardedRegExp } from './runtime/guarded.ts';\n${imports.join('')}${body}`;
}
