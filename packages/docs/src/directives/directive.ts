import type { Locale } from '../locale.js';

/** For the pages of the site, where Markdown may hold HTML, or for programs and assistants, which get Markdown alone. */
export type Form = 'site' | 'plain';

/**
 * Renders facts of the contract or the sandbox as Markdown. The arguments are the words after its name.
 *
 * @throws {Error} when it does not know an argument
 */
export type Directive = (args: readonly string[], locale: Locale, form: Form) => string;
