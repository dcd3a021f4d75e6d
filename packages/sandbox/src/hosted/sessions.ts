import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { isSame } from './secrets.js';

/** What a browser is known by. */
export interface Session {
  /** Random, and new whenever an API key is given, so that nobody knows it beforehand. */
  id: string;
  /** Its account; undefined until an API key is given. */
  apiKey?: string | undefined;
  /** When it ends: real milliseconds since 1970-01-01T00:00:00Z. */
  ends: number;
}

/**
 * Sessions that are kept by the browsers themselves, so that every instance with the same secret knows them. A browser
 * cannot read or change its own.
 */
export interface Sessions {
  begin(apiKey?: string): Session;
  /** The session as the value of a cookie. */
  seal(session: Session): string;
  /** The session of a cookie; undefined if it has ended, or is none that was sealed with the secret. */
  open(cookie: string | undefined): Session | undefined;
  /** What the forms of a session carry, and no other site knows. */
  formToken(session: Session): string;
  isFormToken(given: string | null, session: Session): boolean;
}

/** Real seconds that a session lasts. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** AES-256-GCM: what it seals is secret, and any change to it is noticed. */
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param secret whatever its length */
export function createSessions(secret: string, time: () => number = Date.now): Sessions {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `kgiton-sandbox ${use}`, 32));
  const [sealing, signing] = [keyFor('session'), keyFor('form')];
  const formToken = ({ id }: Session) => createHmac('sha256', signing).update(id).digest('base64url');

  return {
    begin: (apiKey) => ({
      id: randomBytes(16).toString('base64url'),
      apiKey,
      ends: time() + SESSION_SECONDS * 1000,
    }),
    seal(session) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealing, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(session)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(cookie) {
      try {
        const bytes = Buffer.from(cookie ?? '', 'base64url');
        const decipher = createDecipheriv(CIPHER, sealing, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        const session = JSON.parse(`${decipher.update(sealed, undefined, 'utf8')}${decipher.final('utf8')}`) as Session;
        return session.ends > time() ? session : undefined;
      } catch {
        return undefined;
      }
    },
    formToken,
    isFormToken: (given, session) => given !== null && isSame(given, formToken(session)),
  };
}
