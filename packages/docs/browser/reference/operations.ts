import { all } from '../dom.js';

/** The operations of the page in plain form: each has the anchor of the site as its id, and where Redoc has it in `data-route`. */
export const operations = all('.plain-operation');

/**
 * What Redoc calls the operation, or the group of operations, that a fragment names: `#generatePayment`, which is an anchor of
 * the site, or `#/payments/generatepayment`, which Redoc's own links have. Undefined for all else, which is the overview.
 */
export function routeOf(hash: string): string | undefined {
  const operation = operations.find(({ id }) => hash === `#${id}`);
  if (operation) return operation.dataset.route;
  const route = /^#(\/[^#]+)/.exec(hash)?.[1];
  return route && operations.some((operation) => isIn(operation, route)) ? route : undefined;
}

/** Whether a route names an operation, or its group. */
export function isIn({ dataset }: HTMLElement, route: string): boolean {
  return dataset.route === route || dataset.route?.startsWith(`${route}/`) === true;
}
