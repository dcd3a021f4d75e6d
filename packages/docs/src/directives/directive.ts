import type { Locale } from '../locale.js';

/**
 * Renders facts of the contract or the sandbox as Markdown. The arguments are the words after its name.
 *
 * @throws {Error} when it does not know an argument
 */
export type Directive = (args: readonly string[], locale: Locale) => string;
