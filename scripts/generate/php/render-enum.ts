import { type Schema, valuesOf } from '../clients/schema.js';
import { pascalCase } from '../clients/text.js';
import { inCamelCase, type PhpClass, phpDoc, phpValue } from './php.js';

/** An enumeration. If later versions may add values, properties that are received are also strings. */
export function renderEnum(
  name: string,
  description: string | undefined,
  values: Record<string, string>,
  options: { namespace?: string | undefined; uses?: string[]; methods?: string[] } = {},
): PhpClass {
  const cases = Object.entries(values).map(
    ([value, text]) => `${phpDoc(inCamelCase(text), 4)}    case ${pascalCase(value)} = ${phpValue(value)};\n`,
  );
  const parts = [cases.join('\n'), ...(options.methods ?? [])];
  return {
    name,
    ...(options.namespace && { namespace: options.namespace }),
    ...(options.uses && { uses: options.uses }),
    body: `${phpDoc(inCamelCase(description), 0)}enum ${name}: string\n{\n${parts.join('\n')}}\n`,
  };
}

/** An enumeration of the document. */
export function renderSchemaEnum(name: string, schema: Schema, namespace?: string): PhpClass {
  const values = valuesOf(schema) ?? [];
  const descriptions = schema['x-enumDescriptions'] ?? {};
  const finals = schema['x-final-values'];
  const methods = finals
    ? [
        `    /** Whether it never changes again. */
    public function isFinal(): bool
    {
        return match ($this) {
            ${finals.map((value) => `self::${pascalCase(value)}`).join(', ')} => true,
            default => false,
        };
    }
`,
      ]
    : [];
  return renderEnum(
    name,
    schema.description,
    Object.fromEntries(values.map((value) => [value, descriptions[value] ?? ''])),
    { namespace, methods },
  );
}
