/** Control characters, and what a terminal or an editor takes for one: line ends of Unicode, changes of direction. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text for a line of a log. Whoever sends it can neither end the line and begin one of their own, nor colour, move or
 * clear what a terminal shows.
 */
export function printable(text: string): string {
  return escaped(text, CONTROLS);
}

/** A text with the characters that match as JSON escapes. */
export function escaped(text: string, characters: RegExp): string {
  return text.replaceAll(characters, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
