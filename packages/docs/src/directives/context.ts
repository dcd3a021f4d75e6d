import type { PackageSource } from '../../../../scripts/packages.js';
import type { Document } from '../document.js';
import type { Language } from '../languages.js';
import type { Messages } from '../messages.js';

/** What the directives of the guides draw from. */
export interface Context {
  language: Language;
  messages: Messages;
  /** In the language, without references. */
  contract: Document;
  control: Document;
  /** The changelog of the repository, in the language. */
  changelog: string;
  /** Where readers get the packages. */
  packages: PackageSource;
}

/**
 * Makes Markdown of what the contract or the sandbox says. Its arguments are the words after its name.
 *
 * @throws {Error} when an argument is none that it knows
 */
export type Directive = (args: readonly string[], context: Context) => string;
