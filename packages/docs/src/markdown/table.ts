/** A table in Markdown; a cell may hold Markdown, line breaks become spaces. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

/** A fenced block of code. With a label it is one of a group, told apart by it. */
export function fence(language: string, code: string, label = ''): string {
  return `\`\`\`${language}${label && ` ${label}`}\n${code.trimEnd()}\n\`\`\``;
}
