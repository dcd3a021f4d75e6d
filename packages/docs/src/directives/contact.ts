import { CONTACTS, type Contacts, contactLink } from '../contacts.js';
import type { Directive } from './directive.js';

/** `{{contact support}}`: a sentence that says where it is, or that it is not specified. */
export const contact: Directive = ([name = ''], { contacts, messages }) => {
  if (!(name in CONTACTS)) {
    throw new Error(`expected one of ${Object.keys(CONTACTS).join(', ')}, got ${JSON.stringify(name)}.`);
  }
  const address = contacts[name as keyof Contacts];
  return address
    ? messages.get(`contacts.${name}`, { link: contactLink(address) })
    : messages.get(`contacts.no-${name}`);
};
