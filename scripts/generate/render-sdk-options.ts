import type { OpenAPI3, ReferenceObject, SchemaObject } from 'openapi-typescript';
import { camelCase } from './camel-case.js';
import { ContractError } from './contract-error.js';
import { jsdoc, memberName } from './jsdoc.js';
import { resolve } from './resolve.js';

/** What the SDK's methods say by their name. */
const SAID_BY_THE_METHOD = 'payment_type';

interface ObjectSchema extends Omit<SchemaObject, 'items'> {
  properties?: Record<string, SchemaObject | ReferenceObject>;
  required?: string[];
  items?: ReferenceObject;
}

/**
 * The options of the SDK's methods: the request of the contract in camelCase, each member with its text, since a mapped
 * type would lose it. The types are the contract's; options take a little more: `undefined` for what is optional, and
 * lists that are read-only.
 */
export function renderSdkOptions(document: OpenAPI3): string {
  const schemas = new Set<string>();
  const interfaces = new Map<string, string>();
  render('PartnerPaymentRequest', 'GeneratePaymentOptions');
  return `import type { ${[...schemas].sort().join(', ')} } from '@kgiton/contract';\n\n${[...interfaces.values()].join('\n')}`;

  function render(name: string, as: string): void {
    const { properties = {}, required = [] } = resolve<ObjectSchema>(document, schemaNamed(name));
    interfaces.set(as, '');
    const members = Object.entries(properties)
      .filter(([member]) => member !== SAID_BY_THE_METHOD)
      .map(([member, property]) => {
        const type = typeOf(name, member, property);
        const text = resolve<SchemaObject>(document, property).description;
        const signature = required.includes(member) ? `: ${type}` : `?: ${type} | undefined`;
        return `${jsdoc(inCamelCase(text), 2)}  ${memberName(camelCase(member))}${signature};\n`;
      });
    const about = `\`${name}\` of the contract, as the SDK takes it: in camelCase.`;
    interfaces.set(as, `${jsdoc(about)}export interface ${as} {\n${members.join('')}}\n`);
  }

  function typeOf(name: string, member: string, property: SchemaObject | ReferenceObject): string {
    const { type, items } = resolve<ObjectSchema>(document, property);
    if (type === 'array' && items?.$ref) return `readonly ${optionsOf(items)}[]`;
    if (type === 'array' || type === 'object') {
      if ('$ref' in property) return optionsOf(property);
      throw new ContractError(`openapi/components/schemas/${name}.yaml: expected ${member} to be a schema of its own.`);
    }
    schemas.add(name);
    return `${name}['${member}']`;
  }

  function optionsOf({ $ref }: ReferenceObject): string {
    const name = $ref.split('/').pop() ?? '';
    const as = `${name}Options`;
    if (!interfaces.has(as)) render(name, as);
    return as;
  }
}

const schemaNamed = (name: string): ReferenceObject => ({ $ref: `#/components/schemas/${name}` });

/** A text with the names in it, which stand in backticks, as the options have them. */
const inCamelCase = (text?: string) =>
  text?.replace(/`[a-z0-9_]+`/g, (name) => (name === `\`${SAID_BY_THE_METHOD}\`` ? name : camelCase(name)));
