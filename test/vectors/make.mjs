// Made webhook-signatures.json, once: node test/vectors/make.mjs > test/vectors/webhook-signatures.json
// The signatures come from OpenSSL, not from anything of ours, so that every implementation can be held to them.
import { execFileSync } from 'node:child_process';

const event =
  '{"event":"payment.success","payment_id":"PAY-ABC123","transaction_id":"TRX-2026-001","amount":50000,"payment_type":"QRIS","paid_at":"2026-01-15T10:25:00Z"}';
const secret = 'whsec_test_kgiton';

/** The body is `text` in UTF-8, or `base64` decoded; repeated so many `times`, once unless given. */
const valid = [
  { name: 'an event', secret, body: { text: event } },
  { name: 'the empty body', secret, body: { text: '' } },
  { name: 'one byte', secret, body: { text: '0' } },
  { name: 'unicode', secret, body: { text: '{"customer":"Siti Nurhaliza – Kafé “Matahari” 🧺 ﷽ 漢字"}' } },
  { name: 'a combining character, not normalized', secret, body: { text: 'e\u0301' } },
  { name: 'the same character, composed', secret, body: { text: '\u00e9' } },
  { name: 'a byte order mark before the JSON', secret, body: { text: `\ufeff${event}` } },
  { name: 'CRLF', secret, body: { text: '{\r\n  "amount": 50000\r\n}\r\n' } },
  { name: 'LF', secret, body: { text: '{\n  "amount": 50000\n}\n' } },
  { name: 'white space at the end', secret, body: { text: `${event} ` } },
  { name: 'NUL bytes', secret, body: { text: 'a\0b\0' } },
  {
    name: 'bytes that are no UTF-8',
    secret,
    body: { base64: Buffer.from([0xff, 0xfe, 0x80, 0, 0xc3]).toString('base64') },
  },
  {
    name: 'every byte',
    secret,
    body: { base64: Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('base64') },
  },
  { name: '55 bytes', secret, body: { text: 'a', times: 55 } },
  { name: '64 bytes, one block', secret, body: { text: 'a', times: 64 } },
  { name: '1 MiB', secret, body: { text: '0123456789abcdef', times: 65_536 } },
  { name: 'a secret of one byte', secret: 'k', body: { text: event } },
  { name: 'a secret of 64 bytes, one block', secret: 'k'.repeat(64), body: { text: event } },
  { name: 'a secret of 65 bytes, which is hashed first', secret: 'k'.repeat(65), body: { text: event } },
  { name: 'a secret of 300 bytes', secret: 'whsec_'.repeat(50), body: { text: event } },
  { name: 'a secret with white space around it', secret: ' whsec_test_kgiton\n', body: { text: event } },
  { name: 'a secret in unicode', secret: 'rahasia-🔑-é', body: { text: event } },
  { name: 'a secret with NUL, quotes and backslashes', secret: 'a\0"\'\\\u007f', body: { text: event } },
].map((vector) => ({ ...vector, signature: openssl(vector), valid: true }));

const right = valid[0].signature;
const flipped = `${right.slice(0, -1)}${right.endsWith('0') ? '1' : '0'}`;
const invalid = [
  { name: 'no signature', signature: '' },
  { name: 'upper case', signature: right.toUpperCase() },
  { name: 'one digit less', signature: right.slice(1) },
  { name: 'one digit more', signature: `${right}0` },
  { name: 'another last digit', signature: flipped },
  { name: 'white space before', signature: ` ${right}` },
  { name: 'a line feed after', signature: `${right}\n` },
  { name: 'the prefix sha256=', signature: `sha256=${right}` },
  { name: '64 characters that are no digits', signature: 'z'.repeat(64) },
  { name: '64 characters, one not of ASCII', signature: `${right.slice(1)}\u0161` },
  { name: 'twice, joined by a comma', signature: `${right}, ${right}` },
  { name: 'Base64', signature: Buffer.from(right, 'hex').toString('base64') },
  { name: 'the signature of another body', body: { text: `${event} ` } },
  { name: 'the signature under another secret', secret: 'whsec_test_kgitom' },
].map((vector) => ({ secret, body: { text: event }, signature: right, ...vector, valid: false }));

function openssl({ secret, body: { text, base64, times = 1 } }) {
  const input = Buffer.concat(
    Array(times).fill(base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64')),
  );
  const key = Buffer.from(secret).toString('hex');
  const output = execFileSync('openssl', ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key}`], { input });
  return /([0-9a-f]{64})\s*$/.exec(output.toString())[1];
}

console.log(JSON.stringify({ $comment: 'See README.md beside this file.', vectors: [...valid, ...invalid] }, null, 2));
