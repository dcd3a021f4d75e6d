import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as browser from '../src/platform/browser.js';
import * as node from '../src/platform/node.js';

interface Vector {
  name: string;
  secret: string;
  body: { text?: string; times?: number };
  signature: string;
  valid: boolean;
}

const file = new URL('../../../test/vectors/webhook-signatures.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const signed = vectors.filter(({ valid, body }) => valid && body.text !== undefined);

test('a browser has everything that the sandbox takes from Node.js', () => {
  expect(Object.keys(browser).sort()).toEqual(Object.keys(node).sort());
});

describe.each([
  { where: 'in Node.js', platform: node },
  { where: 'in a browser', platform: browser },
])('$where', ({ platform }) => {
  test.each(signed)('signs like every other language: $name', ({ body, secret, signature }) => {
    expect(platform.hmac(body.text?.repeat(body.times ?? 1) ?? '', secret)).toBe(signature);
  });

  test('hashes as FIPS 180-4 does', () => {
    const hex = Array.from(platform.sha256('abc'), (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(hex).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('tells UTF-8 from other bytes, and reads it back with its byte order mark', () => {
    const text = '\ufeffRp 50.000 🧺';
    expect(platform.isUtf8(platform.toUtf8(text))).toBe(true);
    expect(platform.fromUtf8(platform.toUtf8(text))).toBe(text);
    expect(platform.fromUtf8(platform.toUtf8('\ud800'))).toBe('\ufffd');
    expect(platform.isUtf8(Uint8Array.of(0xc3, 0x28))).toBe(false);
  });

  test('draws every number below a limit, and ids that no other has', () => {
    const numbers = new Set(Array.from({ length: 400 }, () => platform.randomInt(5)));
    expect([...numbers].sort()).toEqual([0, 1, 2, 3, 4]);
    const bytes = new Uint8Array(64);
    platform.fillRandom(bytes);
    expect(new Set(bytes).size).toBeGreaterThan(10);
    const ids = Array.from({ length: 100 }, () => platform.randomUUID());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
