import type { Language } from '../../pages/language.js';
import type { Texts } from './contents.js';
import { en } from './en.js';
import { id } from './id.js';

/** What the dashboard says, in each language. */
export const TEXTS: Readonly<Record<Language, Texts>> = { id, en };
