import { createHash, createHmac } from 'node:crypto';
import { SIGNATURE_HEADER, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { hmac } from '../../platform/node.js';
import { escaped } from '../../printable.js';
import { type WebhookMessage, webhookHeaders } from '../../webhooks/payload.js';
import { type Diagnosis, RAW_BODY } from './fixes.js';

/** A webhook that only a handler with a certain mistake accepts. */
export interface Guess extends Diagnosis {
  message: WebhookMessage;
  /** Guesses that tell more, if this one is right. */
  narrower?: Guess[];
}

const ascii = (json: string) => escaped(json, /[\u0080-\uffff]/g);
const spaced = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const properties = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${spaced(item)}`);
  return `{${properties.join(', ')}}`;
};
const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
const slashed = (json: string) => json.replaceAll('/', '\\/');
const unsigned = ({ signature: _, ...rest }: Record<string, unknown>) => rest;

/** JSON as the libraries of some languages write it. */
const FORMS: Record<string, (event: Record<string, unknown>) => string> = {
  compact: (event) => JSON.stringify(event),
  'json_encode in PHP': (event) => slashed(ascii(JSON.stringify(event))),
  'json_encode in PHP, with Unicode': (event) => slashed(JSON.stringify(event)),
  'json.dumps in Python': (event) => ascii(spaced(event)),
  'json.dumps in Python, with Unicode': (event) => spaced(event),
  'json.dumps in Python, compact': (event) => ascii(JSON.stringify(event)),
  'json.dumps in Python, with sorted keys': (event) => ascii(spaced(sorted(event))),
  'json.Marshal of a map in Go': (event) =>
    JSON.stringify(sorted(event)).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  'indented by two spaces': (event) => JSON.stringify(event, null, 2),
  'indented by four spaces': (event) => JSON.stringify(event, null, 4),
  'with a line feed at its end': (event) => `${JSON.stringify(event)}\n`,
};

const reserialized = (form: string): Diagnosis => ({
  mistake: 'reserialized-body',
  fix: `The handler verifies JSON that was parsed and written again (${form}), not the bytes that came. ${RAW_BODY}`,
});

/** Guesses about a body that was parsed and written again. */
export function rewritingGuesses(body: string, secret: string): Guess[] {
  const event = JSON.parse(body);
  return Object.entries(FORMS).flatMap(([form, write]) => {
    const written = write(event);
    return written === body
      ? []
      : { ...reserialized(form), message: { body, headers: webhookHeaders(written, secret) } };
  });
}

/** Secrets that a handler may have instead of its own. */
function secretsLike(secret: string): (Diagnosis & { key: string })[] {
  const trim = 'Trim the secret when you load it.';
  const unset = 'The environment variable that holds it is probably not set. Refuse to start without it.';
  const bare = secret.replace(/^whsec_/, '');
  const named = (mistake: string, what: string, key: string, remedy: string) => ({
    mistake,
    fix: `The handler's secret ${what}. ${remedy}`,
    key,
  });
  return [
    named('secret-line-feed', 'ends with a line feed', `${secret}\n`, trim),
    named('secret-line-feed', 'ends with a carriage return and a line feed', `${secret}\r\n`, trim),
    named('secret-white-space', 'ends with a carriage return', `${secret}\r`, trim),
    named('secret-white-space', 'ends with a space', `${secret} `, trim),
    named('secret-white-space', 'begins with a space', ` ${secret}`, trim),
    named('secret-quotes', 'is in double quotes', `"${secret}"`, 'Remove them where it is set.'),
    named('secret-quotes', 'is in single quotes', `'${secret}'`, 'Remove them where it is set.'),
    named('no-secret', 'is empty, and anybody can sign with it', '', unset),
    ...['undefined', 'null', 'None'].map((word) => named('no-secret', `is the word ${word}`, word, unset)),
    named('test-secret', 'is the published test secret', TEST_WEBHOOK_SECRET, 'Set your own.'),
    named('secret-prefix', 'lacks whsec_', bare, 'Use the whole secret as it was given to you.'),
  ].filter(({ key }) => key !== secret);
}

/** Headers in which others send signatures. */
const HEADERS = [
  'X-Signature',
  'Signature',
  'X-Webhook-Signature',
  'Webhook-Signature',
  'X-KGiTON-Webhook-Signature',
  'X-KGiTON-Signature-256',
  'KGiTON-Signature',
  'X-KGiTON-Sign',
  'X-Kgiton-Hmac-Sha256',
  'X-Callback-Signature',
  'X-Payment-Signature',
  'X-Hub-Signature',
  'X-Hub-Signature-256',
  'X-Hmac-Signature',
  'X-Signature-Sha256',
  'X-HTTP-Signature',
  'Authorization',
];

/**
 * Webhooks that handlers with common mistakes accept, although KGiTON never sends them.
 *
 * @param event a new event, with a property `signature` under the secret that is given
 */
export function signatureGuesses(secret: string, event: (secret: string) => string): Guess[] {
  const guess = (diagnosis: Diagnosis, sign: (body: string) => string): Guess => {
    const body = event(secret);
    return {
      ...diagnosis,
      message: { body, headers: { ...webhookHeaders(body, secret), [SIGNATURE_HEADER]: sign(body) } },
    };
  };
  const over = (mistake: string, what: string, form: (body: string) => string) =>
    guess({ mistake, fix: `The handler verifies ${what}, not the bytes that came. ${RAW_BODY}` }, (body) =>
      hmac(form(body), secret),
    );
  const encoded = (what: string, sign: (body: string) => string) =>
    guess(
      { mistake: 'signature-form', fix: `The handler expects ${what}. KGiTON sends the HMAC-SHA256 in lowercase hex.` },
      sign,
    );
  const digest = (algorithm: string, encoding: 'hex' | 'base64' | 'base64url') => (body: string) =>
    createHmac(algorithm, secret).update(body).digest(encoding);
  const plainHash = (text: string) => createHash('sha256').update(text).digest('hex');
  const object = 'A parser has read the body, and the handler got an object.';

  return [
    ...secretsLike(secret).map(({ key, ...diagnosis }) => {
      const body = event(key);
      return { ...diagnosis, message: { body, headers: webhookHeaders(body, key) } };
    }),
    ...rewritingGuesses(event(secret), secret),
    ...Object.entries(FORMS).map(([form, write]) =>
      over('without-signature', `the body without its property signature (${form})`, (body) =>
        write(unsigned(JSON.parse(body))),
      ),
    ),
    guess({ mistake: 'parsed-body', fix: `${object} ${RAW_BODY}` }, () => hmac('[object Object]', secret)),
    over('parsed-body', 'an empty text, as a parser leaves it', () => ''),
    ...['undefined', 'null', 'Array', '{}'].map((word) => over('parsed-body', word, () => word)),
    over('parsed-body', 'the text of a dict in Python', (body) => spaced(JSON.parse(body)).replaceAll('"', "'")),
    withOtherType(event(secret), secret),
    over('encoded-body', 'the body in Base64', (body) => Buffer.from(body).toString('base64')),
    encoded('the signature in Base64', digest('sha256', 'base64')),
    encoded('the signature in Base64 for URLs', digest('sha256', 'base64url')),
    encoded('the signature in uppercase hex', (body) => hmac(body, secret).toUpperCase()),
    ...['sha256=', 'v1=', 'hmac-sha256='].map((prefix) =>
      encoded(`${prefix} before the signature`, (body) => prefix + hmac(body, secret)),
    ),
    ...['sha1', 'sha512', 'md5'].map((algorithm) =>
      encoded(`an HMAC-${algorithm.toUpperCase()}`, digest(algorithm, 'hex')),
    ),
    encoded('SHA-256 of the secret and the body', (body) => plainHash(secret + body)),
    encoded('SHA-256 of the body and the secret', (body) => plainHash(body + secret)),
    encoded('SHA-256 of the body, which anybody can compute,', plainHash),
    encoded('the secret itself', () => secret),
    ...['', 'sha256=', 'Bearer '].map((prefix) => ({
      ...inHeaders(HEADERS, prefix),
      narrower: HEADERS.map((header) => inHeaders([header], prefix)),
    })),
  ];

  function inHeaders(names: readonly string[], prefix: string): Guess {
    const body = event(secret);
    const signature = prefix + hmac(body, secret);
    const headers = Object.fromEntries([
      ['content-type', 'application/json'],
      ...names.map((name) => [name, signature]),
    ]);
    const fix = `The handler reads the signature from the header ${names.join(' or ')}. KGiTON sends it in ${SIGNATURE_HEADER}.`;
    return { mistake: 'header-name', fix, message: { body, headers } };
  }
}

/** A type that parsers of JSON leave alone. */
function withOtherType(body: string, secret: string): Guess {
  const fix = `A parser reads every body with the type application/json before the handler verifies it. ${RAW_BODY} Register the handler before the parser.`;
  const headers = { ...webhookHeaders(body, secret), 'content-type': 'application/octet-stream' };
  return { mistake: 'parsed-body', fix, message: { body, headers } };
}
