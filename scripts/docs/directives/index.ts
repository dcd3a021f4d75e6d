import { changelog } from './changelog.js';
import type { Context, Directive } from './context.js';
import { errors } from './errors.js';
import { error, event, eventBody, eventSignature, request, response } from './examples.js';
import { members } from './members.js';
import { sample } from './samples.js';
import { faults, licenseKeys, sandboxLicense } from './sandbox.js';
import { tryIt } from './try.js';
import { values } from './values.js';

export type { Context } from './context.js';

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  ...values,
  changelog,
  error,
  errors,
  event,
  'event-body': eventBody,
  'event-signature': eventSignature,
  faults,
  'license-keys': licenseKeys,
  members,
  request,
  response,
  sample,
  'sandbox-license': sandboxLicense,
  try: tryIt,
};

/**
 * Replaces each directive of a guide, `{{name argument …}}`, by the Markdown that it stands for.
 *
 * @throws {Error} for a directive that there is not, and for arguments that a directive does not know
 */
export function expandDirectives(markdown: string, context: Context): string {
  return markdown.replace(/\{\{\s*([a-z-]+)((?:\s+[\w-]+)*)\s*\}\}/g, (whole, name: string, args: string) => {
    const directive = DIRECTIVES[name];
    if (!directive) throw new Error(`${whole}: there is no such directive.`);
    return directive(args.trim().split(/\s+/).filter(Boolean), context);
  });
}
