/** A Markdown text as lines of at most `width` characters, with an empty line between paragraphs. */
export function filledLines(text: string | undefined, width: number): string[] {
  return (text ?? '')
    .trim()
    .split(/\n{2,}/)
    .flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...fill(paragraph, width)]);
}

/** The words of a paragraph on lines of at most `width` characters. */
export function fill(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/\s+/).filter(Boolean)) {
    if (line && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}

/** `InsufficientTokens` for `INSUFFICIENT_TOKENS`, `WrongSecret` for `wrong-secret`. */
export function pascalCase(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
