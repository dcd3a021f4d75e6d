/** A JSDoc comment of `text`, indented by `indent` spaces, with a line feed at its end; nothing for an empty text. */
export function jsdoc(text: string | undefined, indent = 0): string {
  if (!text?.trim()) return '';
  const margin = ' '.repeat(indent);
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${margin}/** ${lines[0]} */\n`;
  return `${margin}/**\n${lines.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`;
}

/** A string as a TypeScript literal, in single quotes where it can be. */
export function literal(value: string): string {
  const json = JSON.stringify(value);
  return value.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** The name of a member as TypeScript source: quoted where it is no identifier. */
export function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}
