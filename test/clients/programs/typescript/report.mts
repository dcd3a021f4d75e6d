import { createInterface } from 'node:readline';

/** A call that the test wants. */
export interface Call {
  operation: 'generatePayment' | 'getPaymentStatus';
  apiKey: string;
  transactionId: string;
  amount: number;
  licenseKey: string;
  paymentType: 'QRIS' | 'CHECKOUT_PAGE';
}

/** What the test wants to know of a call. */
export type Outcome =
  | {
      payment: {
        success: boolean;
        payment_id: string;
        transaction_id: string;
        amount: number;
        payment_type: string;
        payment_url: string | null;
        expires_at: number;
        qr_content: string | null;
        qr_image_url: string | null;
      };
    }
  | {
      status: {
        success: boolean;
        payment_id: string;
        transaction_id: string;
        payment_status: string;
        amount: number;
        payment_type: string;
        gateway_transaction_id: string | null;
        paid_at: number | null;
        expires_at: number;
        webhook_sent: boolean;
        created_at: number;
      };
    }
  | { error: { status: number; code: string; message: string; errors: string[] } };

/** Reads the calls of the test, and prints what became of each. */
export async function run(outcomeOf: (url: string, call: Call) => Promise<Outcome>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, operation, apiKey, transactionId, amount, licenseKey, paymentType] = line.split('\t');
    const call = { operation, apiKey, transactionId, amount: Number(amount), licenseKey, paymentType } as Call;
    console.log(JSON.stringify({ name, ...(await outcomeOf(process.argv[2] ?? '', call)) }));
  }
}

/** Seconds since 1970 of a time in RFC 3339. */
export const secondsOf = (time: string): number => Date.parse(time) / 1000;
