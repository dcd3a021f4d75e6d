/** A JSDoc comment, indented by `indent` spaces and ended by a line feed; an empty string for an empty text. */
export function jsdoc(text: string | undefined, indent = 0): string {
  if (!text?.trim()) return '';
  const margin = ' '.repeat(indent);
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${margin}/** ${lines[0]} */\n`;
  return `${margin}/**\n${lines.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`;
}

/** A string as a TypeScript literal, in single quotes where possible. */
export function literal(value: string): string {
  const json = JSON.stringify(value);
  return value.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** A property name as TypeScript source, quoted unless it is an identifier. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** The SDK's name of a property of the contract: `'transactionId'` for `'transaction_id'`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, character: string) => character.toUpperCase());
}
