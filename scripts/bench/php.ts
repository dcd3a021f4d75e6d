import { benchLanguage } from './language.js';

/** The PHP package against plain ext-curl and plain hash_hmac. */
export const benchPhp = () =>
  benchLanguage({
    language: 'PHP',
    plainCall: 'ext-curl',
    plainVerify: 'hash_hmac and hash_equals',
    // As under PHP-FPM.
    command: ['php', '-d', 'opcache.enable_cli=1', new URL('php/bench.php', import.meta.url).pathname],
  });
