export { checkoutContentSecurityPolicy } from './content-security-policy.js';
export { renderCheckoutPage } from './page.js';
export type { CheckoutItem, CheckoutView, Language } from './view.js';
