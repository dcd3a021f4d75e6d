import { expandPackages } from '../../../../scripts/packages.js';
import { changelog } from './changelog.js';
import type { Context, Directive } from './context.js';
import { errors } from './errors.js';
import { error, event, eventBody, eventSignature, request, response } from './examples.js';
import { properties } from './properties.js';
import { sample } from './samples.js';
import { faults, licenseKeys, sandboxLicense } from './sandbox.js';
import { tryIt } from './try.js';
import { values } from './values.js';

export type { Context } from './context.js';

/** Those that stand for one thing. */
const PLAIN: Readonly<Record<string, Directive>> = {
  ...values,
  changelog,
  errors,
  faults,
  'license-keys': licenseKeys,
};

/** Those whose arguments say what is asked for. */
const ASKING: Readonly<Record<string, Directive>> = {
  error,
  event,
  'event-body': eventBody,
  'event-signature': eventSignature,
  // The guides call it so.
  members: properties,
  request,
  response,
  sample,
  'sandbox-license': sandboxLicense,
  try: tryIt,
};

/**
 * Replaces each directive of a guide, `{{name argument …}}`, by the Markdown that it stands for.
 *
 * @throws {Error} naming a directive that there is not, or one with arguments that it does not know
 */
export function expandDirectives(markdown: string, context: Context): string {
  return expandPackages(markdown, context.packages).replace(/\{\{(.*?)\}\}/g, (whole, call: string) => {
    const [name = '', ...args] = call.trim().split(/\s+/);
    const directive = PLAIN[name] ?? ASKING[name];
    if (!directive) throw new Error(`${whole}: there is no such directive.`);
    if (name in PLAIN && args.length > 0) throw new Error(`${whole}: expected no argument.`);
    try {
      return directive(args, context);
    } catch (error) {
      throw new Error(`${whole}: ${(error as Error).message}`, { cause: error });
    }
  });
}
