/** Names seen before, because names are few and calls many. */
const snakeCase = new Map<string, string>();

function toSnakeCaseName(name: string): string {
  let converted = snakeCase.get(name);
  if (!converted) {
    converted = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    // Callers choose the names; whoever makes them up endlessly shall not fill the memory.
    if (snakeCase.size < 200) snakeCase.set(name, converted);
  }
  return converted;
}

/**
 * The value with the names of all members of plain objects, at any depth, in snake_case; names that are so already stay.
 * For every name of the contract this is the way back of `scripts/generate/render-sdk-options.ts`.
 */
export function toSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSnakeCase);
  // Dates and other objects with a form of their own in JSON stay as they are.
  if (typeof value !== 'object' || !value || 'toJSON' in value) return value;
  const converted: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    converted[toSnakeCaseName(name)] = toSnakeCase(member);
  }
  return converted;
}
