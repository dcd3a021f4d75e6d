/** A word that this repository does not use, and the word of the field that it uses instead. */
export interface Term {
  /** What readers of the message and of the glossary see. */
  banned: string;
  use: string;
  /** Finds it in names, prose and file names alike: in camelCase, PascalCase, snake_case and kebab-case. */
  pattern: RegExp;
  /** Where the word means something else: paths below the root of the repository. */
  except?: RegExp;
}

/**
 * Finds a word as a whole part of a name: "journal" is in `journalEntry`, `requestJournal`, `JOURNAL_SIZE` and
 * `request-journal`, not in "journalism".
 */
function word(...forms: string[]): RegExp {
  const lower = forms.join('|');
  const capitalised = forms.map((form) => form.charAt(0).toUpperCase() + form.slice(1)).join('|');
  return new RegExp(
    `(?<![A-Za-z])(?:${lower})(?![a-z])|(?:${capitalised})(?![a-z])|(?<![A-Za-z])(?:${lower.toUpperCase()})(?![A-Za-z])`,
    'g',
  );
}

/** The words that CONTRIBUTING.md's glossary explains, and the lint looks for. */
export const VOCABULARY: readonly Term[] = [
  { banned: 'courier', use: 'dispatcher', pattern: word('courier', 'couriers') },
  {
    banned: 'journal',
    use: 'request log',
    pattern: word('journal', 'journals', 'journaled', 'journalled'),
  },
  // "Hello, world" and "real-world" are English; `worlds` and `WorldSet` were accounts.
  // The anchor `#worlds` is published.
  {
    banned: 'world',
    use: 'account',
    pattern: /\bworlds\b|\bworld of (?:its|their|his) own\b/g,
    except: /^(openapi\/sandbox|packages\/docs\/anchors)\.yaml$/,
  },
  { banned: 'twin', use: 'environment variable', pattern: word('twin', 'twins') },
  { banned: 'deed', use: 'action', pattern: word('deed', 'deeds') },
  { banned: 'under way', use: 'in-flight', pattern: /\b[Uu]nder way\b|\b[Uu]nderWay|UnderWay/g },
  {
    banned: 'announce',
    use: 'enqueue',
    pattern: word('announce', 'announces', 'announced'),
    // Pages announce changes to screen readers.
    except: /^(examples|packages\/docs|test|packages\/sandbox\/test)\//,
  },
  { banned: 'edition', use: 'locale', pattern: word('edition', 'editions') },
  // The checkout page tells customers that it is a simulation.
  {
    banned: 'simulation',
    use: 'control',
    pattern: word('simulation', 'simulations'),
    except: /\/checkout\/texts\.ts$/,
  },
  { banned: 'member', use: 'property', pattern: word('member', 'members') },
  // "The server does not answer" is English; an HTTP answer, as a noun in a name, is a response.
  {
    banned: 'answer',
    use: 'response',
    pattern:
      /(?<=[a-z])Answers?(?![a-z])|(?<![A-Za-z])answers?(?=[A-Z])|\b(?:an?|the|no|first|last|each|every|whole|any) answers?\b/g,
    // What readers ask has an answer; an old release stays as it was.
    except: /^(packages\/docs\/(README\.md|test\/search\/|i18n\/search\.yaml)|openapi\/releases\/)/,
  },
];

/** Published names that stay, as deprecated aliases, until a major version. */
export const PUBLISHED = ['JournalEntry', 'Simulation', 'memberNames'];
