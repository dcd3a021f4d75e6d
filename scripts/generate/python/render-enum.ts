import { type Schema, valuesOf } from '../clients/schema.js';
import { constantCase, docstring, pythonValue } from './python.js';

/** An enumeration of strings. If later versions may add values, properties that are received are also strings. */
export function renderEnum(
  name: string,
  description: string | undefined,
  values: Record<string, string>,
  methods: string[] = [],
): string {
  const constants = Object.entries(values).map(
    ([value, text]) => `\n    ${constantCase(value)} = ${pythonValue(value)}\n${docstring(text, 4)}`,
  );
  const start = docstring(description, 4);
  const body = [...constants, ...methods.map((method) => `\n${method}`)].join('');
  return `\n\nclass ${name}(StringEnum):\n${start}${start ? body : body.replace(/^\n/, '')}`;
}

/** An enumeration of the document. */
export function renderSchemaEnum(name: string, schema: Schema): string {
  const values = valuesOf(schema) ?? [];
  const descriptions = schema['x-enumDescriptions'] ?? {};
  const finals = schema['x-final-values'];
  const methods = finals
    ? [
        `    @property
    def is_final(self) -> bool:
        """Whether it never changes again."""
        return self in (${finals.map((value) => `${name}.${constantCase(value)}`).join(', ')})
`,
      ]
    : [];
  return renderEnum(
    name,
    schema.description,
    Object.fromEntries(values.map((value) => [value, descriptions[value] ?? ''])),
    methods,
  );
}
