/**
 * The value with the property names of plain objects, at any depth, in snake_case. Names already in snake_case stay.
 * For every name in the contract, this is the inverse of `scripts/generate/render-sdk-options.ts`.
 */
export function toSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSnakeCase);
  // Dates and other objects with their own JSON representation stay as they are.
  if (typeof value !== 'object' || !value || 'toJSON' in value) return value;
  const converted: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(value)) {
    converted[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = toSnakeCase(property);
  }
  return converted;
}
