/** Languages of the checkout page; Indonesian is the default. */
export type Language = 'id' | 'en';

/** One line of the bill. */
export interface CheckoutItem {
  name: string;
  /** Of one unit, in whole rupiah. */
  price: number;
  quantity: number;
}

/** Everything that the checkout page shows of one payment. All texts may be hostile, but for `actions`. */
export interface CheckoutView {
  paymentId: string;
  transactionId: string;
  merchant: string;
  /** Whole rupiah. */
  amount: number;
  description?: string | undefined;
  customerName?: string | undefined;
  items: readonly CheckoutItem[];
  /** RFC 3339. */
  expiresAt: string;
  /** The sandbox's clock, RFC 3339: the countdown starts from here, whatever the customer's own clock says. */
  now: string;
  state: 'pending' | 'paid' | 'expired';
  /** Becomes a link only if it is http or https. */
  backUrl?: string | undefined;
  /** What the QR code says; without it there is none. */
  qrContent?: string | undefined;
  /** Paths on the page's own origin, without a query. */
  actions: {
    /** `POST` with `?lang=`: pays, and redirects to `self`. */
    pay: string;
    /** `GET` with `?lang=`: this page. */
    self: string;
  };
}
