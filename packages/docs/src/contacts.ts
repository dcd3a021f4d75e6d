/** How readers reach KGiTON: settings of whoever publishes the site. */
export const CONTACTS = {
  support: { flag: 'contact', variable: 'DOCS_CONTACT' },
  status: { flag: 'status-page', variable: 'DOCS_STATUS_PAGE' },
  partner: { flag: 'partner-page', variable: 'DOCS_PARTNER_PAGE' },
} as const;

type Contact = keyof typeof CONTACTS;

/** An address each; what is left out is not specified on the site. */
export type Contacts = Partial<Record<Contact, string>>;

/** Says that there is no such contact point. */
const NONE = 'none';

const MAIL = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/;

/**
 * The contact points that flags or environment variables name.
 *
 * @param isPublished whether each has to be said
 * @throws {Error} when one is no address, or all that have to be said and are not
 */
export function readContacts(
  flags: Readonly<Record<string, unknown>>,
  isPublished: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Contacts {
  const entries = Object.entries(CONTACTS).map(([name, { flag, variable }]) => ({
    name,
    option: `--${flag} or ${variable}`,
    given: String(flags[flag] ?? environment[variable] ?? ''),
  }));
  const missing = entries.filter(({ given }) => given === '').map(({ option }) => option);
  if (isPublished && missing.length > 0) {
    throw new Error(
      `A published site says how readers reach KGiTON. Set ${missing.join(', ')}: an https address, an e-mail address for contact and partners, or "${NONE}".`,
    );
  }
  return Object.fromEntries(
    entries.flatMap(({ name, option, given }) => {
      if (given === '' || given === NONE) return [];
      if (!isAddress(given, name !== 'status')) {
        throw new Error(
          `${option}: expected an https address${name === 'status' ? '' : ', an e-mail address'} or "${NONE}", got ${JSON.stringify(given)}.`,
        );
      }
      return [[name, given]];
    }),
  );
}

function isAddress(text: string, mayBeMail: boolean): boolean {
  if (mayBeMail && MAIL.test(text)) return true;
  return /^https:\/\/[^\s()<>[\]]+$/.test(text) && URL.canParse(text);
}

/** A link in Markdown. */
export function contactLink(address: string): string {
  return MAIL.test(address)
    ? `[${address}](mailto:${address})`
    : `[${address.replace(/^https:\/\/|\/$/g, '')}](${address})`;
}
