import fc from 'fast-check';
import { checksum, parse } from 'promptparse';
import { describe, expect, test } from 'vitest';
import { crc16 } from '../../../test/support/qris.js';
import { runs } from '../../../test/support/spread.js';
import { qrisContent, SANDBOX_MERCHANT } from '../src/payments/qris.js';

const EXAMPLE =
  '00020101021226690017ID.CO.EXAMPLE.WWW011893600999000000000102150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10000000000010303UMI5204721153033605405500005802ID5916SANDBOX MERCHANT6007JAKARTA61051011062200509PAYABC1230703A0163048ACF';

const someAmount = fc.integer({ min: 1000, max: 10_000_000 });
const someReference = fc.oneof(
  fc.stringMatching(/^PAY-[A-Z0-9]{12}$/),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,50}$/),
  fc.stringMatching(/^[0-9]{1,50}$/), // digits look like tags and lengths
);

/** Reads tags and values with nothing left over. Not with promptparse, which accepts what it wrote itself. */
function readTags(text: string): [tag: string, value: string][] {
  if (text === '') return [];
  const [, tag = '', length = '', rest = ''] = /^(\d\d)(\d\d)(.*)$/s.exec(text) ?? [];
  const value = rest.slice(0, Number(length));
  expect(tag).not.toBe('');
  expect(value).toHaveLength(Number(length));
  return [[tag, value], ...readTags(rest.slice(value.length))];
}

function readReference(additionalData = ''): string {
  const parts = new Map(readTags(additionalData));
  return (parts.get('01') ?? '') + parts.get('05');
}

describe('the content', () => {
  test('is the example of the contract, to the letter', () => {
    expect(qrisContent({ amount: 50_000, reference: 'PAYABC123' })).toBe(EXAMPLE);
  });

  test('has every tag of a dynamic QRIS code', () => {
    const content = parse(qrisContent({ amount: 12_345, reference: 'PAY-ABCDEF123456' }), true);
    const value = (tag: string, subTag?: string) => content?.getTagValue(tag, subTag);
    expect(content?.getTags().map(({ id }) => id)).toEqual('00 01 26 51 52 53 54 58 59 60 61 62 63'.split(' '));
    expect([value('00'), value('01'), value('53'), value('54'), value('58')]).toEqual([
      '01',
      '12',
      '360',
      '12345',
      'ID',
    ]);
    expect([value('51', '00'), value('51')?.length]).toEqual(['ID.CO.QRIS.WWW', 44]);
    expect([value('62', '01'), value('62', '05'), value('62', '07')]).toEqual([undefined, 'PAY-ABCDEF123456', 'A01']);
  });

  test('pays nobody: acquirer, PAN and NMID are fictional', () => {
    const content = parse(qrisContent({ amount: 1000, reference: 'TRX-1' }), true);
    expect(content?.getTagValue('26', '00')).toBe('ID.CO.EXAMPLE.WWW');
    expect(content?.getTagValue('26', '01')).toBe('936009990000000001');
    expect(content?.getTagValue('51', '02')).toBe('ID1000000000001');
  });

  test.each([
    { length: 1, bill: undefined, label: 1 },
    { length: 25, bill: undefined, label: 25 },
    { length: 26, bill: 25, label: 1 },
    { length: 50, bill: 25, label: 25 },
  ])('carries the whole of a reference of $length characters', ({ length, bill, label }) => {
    const reference = 'Ab3_-'.repeat(10).slice(0, length);
    const content = parse(qrisContent({ amount: 1000, reference }), true);
    expect(content?.getTagValue('62', '01')?.length).toBe(bill);
    expect(content?.getTagValue('62', '05')?.length).toBe(label);
    expect(readReference(content?.getTagValue('62'))).toBe(reference);
  });

  test('contains amount, reference and merchant in ascending tags, with a valid CRC', () => {
    fc.assert(
      fc.property(someAmount, someReference, (amount, reference) => {
        const content = qrisContent({ amount, reference });
        const tags = readTags(content);
        const values = new Map(tags);
        const ids = tags.map(([id]) => id);
        expect(content.length).toBeLessThan(512);
        expect(content.slice(-4)).toBe(crc16(content.slice(0, -4)));
        expect(content.slice(-8, -4)).toBe('6304');
        expect(ids).toEqual([...new Set(ids)].sort());
        expect(values.get('54')).toBe(String(amount));
        expect(readReference(values.get('62'))).toBe(reference);
        expect([values.get('59'), values.get('60'), values.get('61')]).toEqual(Object.values(SANDBOX_MERCHANT));
      }),
      runs(500),
    );
  });

  test('is parsed the same by promptparse, which checks the CRC', () => {
    fc.assert(
      fc.property(someAmount, someReference, (amount, reference) => {
        const content = parse(qrisContent({ amount, reference }), true);
        expect(content?.validate('63')).toBe(true);
        expect(content?.getTagValue('54')).toBe(String(amount));
        expect((content?.getTagValue('62', '01') ?? '') + content?.getTagValue('62', '05')).toBe(reference);
      }),
      runs(500),
    );
  });

  test('is invalid when one character is changed', () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length - 1), fc.constantFrom(...'0123456789ABCDEF'), (at, character) => {
        fc.pre(EXAMPLE[at] !== character);
        const changed = EXAMPLE.slice(0, at) + character + EXAMPLE.slice(at + 1);
        expect(changed.slice(-4)).not.toBe(crc16(changed.slice(0, -4)));
      }),
    );
  });

  test('has a CRC-16/CCITT-FALSE of four upper-case digits, even if it begins with zeros', () => {
    expect(checksum('123456789')).toBe('29B1');
    expect(crc16('123456789')).toBe('29B1');
    const crcs = Array.from({ length: 500 }, (_, n) => qrisContent({ amount: 1000 + n, reference: 'TRX-1' }).slice(-4));
    expect(crcs.filter((crc) => !/^[0-9A-F]{4}$/.test(crc))).toEqual([]);
    expect(crcs.some((crc) => crc.startsWith('0'))).toBe(true);
  });
});

describe('a value that does not fit into the code is refused:', () => {
  test.each([
    { what: 'an amount of nothing', given: { amount: 0 }, says: /amount as an integer.*got 0\./ },
    { what: 'an amount below nothing', given: { amount: -1000 }, says: /got -1000/ },
    { what: 'half a rupiah', given: { amount: 1000.5 }, says: /got 1000\.5/ },
    { what: 'no number', given: { amount: Number.NaN }, says: /got NaN/ },
    { what: 'an endless amount', given: { amount: Number.POSITIVE_INFINITY }, says: /got Infinity/ },
    { what: 'an amount of 14 digits', given: { amount: 1e13 }, says: /1 to 13 digits/ },
    { what: 'an empty reference', given: { reference: '' }, says: /reference as 1 to 50.*got 0 char/ },
    { what: 'a reference of 51 characters', given: { reference: 'A'.repeat(51) }, says: /got 51 char/ },
    { what: 'a reference with a space', given: { reference: 'TRX 1' }, says: /A-Z, a-z, 0-9, _ or -/ },
    { what: 'a reference with a line end', given: { reference: 'TRX-1\n' }, says: /A-Z, a-z, 0-9, _ or -/ },
  ])('$what', ({ given, says }) => {
    const attempt = () => qrisContent({ amount: 1000, reference: 'TRX-1', ...given });
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(says);
  });

  test('the largest amount that is accepted keeps its digits', () => {
    const content = qrisContent({ amount: 9_999_999_999_999, reference: 'TRX-1' });
    expect(parse(content, true)?.getTagValue('54')).toBe('9999999999999');
  });
});
