export { renderCheckoutPage } from './checkout-page.js';
export type { CheckoutItem, CheckoutView, Language } from './checkout-view.js';
export { checkoutContentSecurityPolicy } from './content-security-policy.js';
