import type { OpenAPI3, ReferenceObject, SchemaObject } from 'openapi-typescript';
import { ContractError, resolve } from './document.js';
import { camelCase, jsdoc, propertyKey } from './typescript.js';

/** The property that the method name already implies. */
const IMPLIED_BY_METHOD = 'payment_type';

interface ObjectSchema extends Omit<SchemaObject, 'items'> {
  properties?: Record<string, SchemaObject | ReferenceObject>;
  required?: string[];
  items?: ReferenceObject;
}

/**
 * The options of the SDK's methods: the contract's request in camelCase. Generated rather than a mapped type, which would
 * lose the description of each property. Options also accept `undefined` for optional properties and read-only arrays.
 */
export function renderSdkOptions(document: OpenAPI3): string {
  const schemas = new Set<string>();
  const interfaces = new Map<string, string>();
  render('PartnerPaymentRequest', 'GeneratePaymentOptions');
  return `import type { ${[...schemas].sort().join(', ')} } from '@kgiton/contract';\n\n${[...interfaces.values()].join('\n')}`;

  function render(name: string, as: string): void {
    const { properties = {}, required = [] } = resolve<ObjectSchema>(document, schemaNamed(name));
    interfaces.set(as, '');
    const lines = Object.entries(properties)
      .filter(([property]) => property !== IMPLIED_BY_METHOD)
      .map(([property, schema]) => {
        const type = typeOf(name, property, schema);
        const text = resolve<SchemaObject>(document, schema).description;
        const signature = required.includes(property) ? `: ${type}` : `?: ${type} | undefined`;
        return `${jsdoc(inCamelCase(text), 2)}  ${propertyKey(camelCase(property))}${signature};\n`;
      });
    const about = `\`${name}\` of the contract in camelCase.`;
    interfaces.set(as, `${jsdoc(about)}export interface ${as} {\n${lines.join('')}}\n`);
  }

  function typeOf(name: string, property: string, schema: SchemaObject | ReferenceObject): string {
    const { type, items } = resolve<ObjectSchema>(document, schema);
    if (type === 'array' && items?.$ref) return `readonly ${optionsOf(items)}[]`;
    if (type === 'array' || type === 'object') {
      if ('$ref' in schema) return optionsOf(schema);
      throw new ContractError(
        `openapi/components/schemas/${name}.yaml: expected ${property} to be a schema of its own.`,
      );
    }
    schemas.add(name);
    return `${name}['${property}']`;
  }

  function optionsOf({ $ref }: ReferenceObject): string {
    const name = $ref.split('/').pop() ?? '';
    const as = `${name}Options`;
    if (!interfaces.has(as)) render(name, as);
    return as;
  }
}

const schemaNamed = (name: string): ReferenceObject => ({ $ref: `#/components/schemas/${name}` });

/** A description with its property names, which stand in backticks, in camelCase. */
const inCamelCase = (text?: string) =>
  text?.replace(/`[a-z0-9_]+`/g, (name) => (name === `\`${IMPLIED_BY_METHOD}\`` ? name : camelCase(name)));
