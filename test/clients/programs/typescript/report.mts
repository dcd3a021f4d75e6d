import { createInterface } from 'node:readline';

/** A call that the test wants. */
export interface Call {
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
  | { error: { status: number; code: string; message: string; errors: string[] } };

/** Reads the calls of the test, and prints what became of each. */
export async function run(generate: (url: string, call: Call) => Promise<Outcome>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, apiKey = '', transactionId = '', amount, licenseKey = '', paymentType] = line.split('\t');
    const call = { apiKey, transactionId, amount: Number(amount), licenseKey, paymentType } as Call;
    console.log(JSON.stringify({ name, ...(await generate(process.argv[2] ?? '', call)) }));
  }
}
