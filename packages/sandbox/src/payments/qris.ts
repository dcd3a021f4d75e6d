import crc16 from 'crc/calculators/crc16ccitt';
import { toUtf8 } from '../platform/node.js';

export interface QrisPayment {
  /** Whole rupiah, 1–13 digits (tag 54). The limits of the contract are not checked here. */
  readonly amount: number;
  /** A payment id or a transaction id: 1–50 characters `A-Z`, `a-z`, `0-9`, `_` or `-`, as in the contract. */
  readonly reference: string;
}

/** The shop that the paying app shows. */
export const SANDBOX_MERCHANT = { name: 'SANDBOX MERCHANT', city: 'JAKARTA', postcode: '10110' } as const;

/** EMVCo's limit for each sub-tag of tag 62. */
const LONGEST_SUB_TAG = 25;

// A fixed, fictional payee: a code with a real acquirer, PAN or NMID may be payable.
const ACQUIRER_ACCOUNT =
  tag('00', 'ID.CO.EXAMPLE.WWW') + tag('01', '936009990000000001') + tag('02', '000000000000001') + tag('03', 'UMI');
const NATIONAL_ACCOUNT = tag('00', 'ID.CO.QRIS.WWW') + tag('02', 'ID1000000000001') + tag('03', 'UMI');
const LAUNDRIES = '7211';
const RUPIAH = '360';
const TERMINAL = 'A01';

const SAME_FOR_ALL =
  tag('00', '01') +
  tag('01', '12') + // dynamic: for one payment
  tag('26', ACQUIRER_ACCOUNT) +
  tag('51', NATIONAL_ACCOUNT) +
  tag('52', LAUNDRIES) +
  tag('53', RUPIAH);

/** The CRC goes on from there. */
const CRC_OF_SAME = crc16(toUtf8(SAME_FOR_ALL));

const PAYEE =
  tag('58', 'ID') +
  tag('59', SANDBOX_MERCHANT.name) +
  tag('60', SANDBOX_MERCHANT.city) +
  tag('61', SANDBOX_MERCHANT.postcode);

/** The tag of the CRC with its length: they count towards it. */
const CRC_TAG = '6304';

/**
 * The content of a dynamic QRIS code: an EMVCo merchant-presented payload with the amount and, at the end, its CRC. It is
 * well formed and pays nobody.
 *
 * A reference of up to 25 characters goes into 62-05 (reference label). Of a longer one, the first 25 go into 62-01 (bill
 * number) and the rest into 62-05. So the reference is 62-01, if present, followed by 62-05: nothing is cut off, and two
 * references are never encoded alike.
 *
 * @throws {RangeError} when a value does not fit into its tag
 */
export function qrisContent({ amount, reference }: QrisPayment): string {
  const references = tag('62', referenceTags(reference) + tag('07', TERMINAL));
  const own = tag('54', amountDigits(amount)) + PAYEE + references + CRC_TAG;
  return SAME_FOR_ALL + own + crc16(toUtf8(own), CRC_OF_SAME).toString(16).toUpperCase().padStart(4, '0');
}

/** A value, of at most 99 characters, with its tag and length. */
function tag(id: string, value: string): string {
  return id + String(value.length).padStart(2, '0') + value;
}

function amountDigits(amount: number): string {
  if (!Number.isInteger(amount) || amount < 1 || amount >= 1e13) {
    throw new RangeError(`Expected amount as an integer of 1 to 13 digits, in rupiah, got ${amount}.`);
  }
  return String(amount);
}

function referenceTags(reference: string): string {
  if (!/^[\w-]{1,50}$/.test(reference)) {
    throw new RangeError(
      `Expected reference as 1 to 50 characters A-Z, a-z, 0-9, _ or -, got ${reference.length} characters.`,
    );
  }
  if (reference.length <= LONGEST_SUB_TAG) return tag('05', reference);
  return tag('01', reference.slice(0, LONGEST_SUB_TAG)) + tag('05', reference.slice(LONGEST_SUB_TAG));
}
