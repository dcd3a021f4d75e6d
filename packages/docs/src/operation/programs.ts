import type { Operation } from '../document.js';
import { codeTabs } from '../markdown/write.js';
import type { Messages } from '../messages.js';

/** Between the parts of a label: `PHP · kgiton/payments · QRIS`. browser/code-tabs.ts takes captions apart at it. */
const SEPARATOR = ' · ';

/** A program among the samples of an operation. Its label says what it is. */
export interface Program {
  /** The language as readers choose it: `cURL`, `PHP`. */
  language: string;
  /** Our package, by its name; undefined for a program without a library. */
  library: string | undefined;
  /** The example that it sends, if there are programs for several. */
  example: string | undefined;
  /** What it is highlighted as. */
  lang: string;
  source: string;
}

/** The programs of an operation. In each language, those with our package come first. */
export function programsOf({ 'x-codeSamples': samples = [] }: Operation): Program[] {
  return samples.map(({ label, lang, source }) => {
    const [language = label, library, example] = label.split(SEPARATOR);
    return { language, library, example, lang: lang.toLowerCase(), source };
  });
}

/** What a program is called where it stands alone: `PHP · kgiton/payments`, `PHP · without a library`. */
export function captionOf({ language, library }: Program, all: readonly Program[], messages: Messages): string {
  const hasPackage = all.some((other) => other.language === language && other.library !== undefined);
  const by = library ?? (hasPackage ? messages.get('operation.no-library') : undefined);
  return [language, ...(by ? [by] : [])].join(SEPARATOR);
}

/** Programs as a group of tabs, one for each language. */
export function programTabs(programs: readonly Program[], messages: Messages): string {
  return codeTabs(
    programs.map((program) => ({
      lang: program.lang,
      label: captionOf(program, programs, messages),
      source: program.source,
    })),
  );
}
