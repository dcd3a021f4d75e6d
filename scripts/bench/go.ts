import { benchLanguage } from './language.js';

/** The Go package against plain net/http and plain crypto/hmac. */
export const benchGo = () =>
  benchLanguage({
    language: 'Go',
    plainCall: 'net/http',
    plainVerify: 'crypto/hmac',
    command: ['go', 'run', '.'],
    cwd: new URL('go', import.meta.url).pathname,
  });
