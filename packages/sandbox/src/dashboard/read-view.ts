import type { SandboxControl } from '../control/control.js';
import { stateOf } from '../payments/payment.js';
import type { DashboardView, Newest, ShownPayment } from './view.js';

/** How many payments, webhooks and requests are shown each: what a person can look through, and a browser at once. */
const MOST_SHOWN = 50;

/** Milliseconds: two clocks that run alike are not read at the same moment. */
const NOTICEABLE_DIFFERENCE = 1_000;

/** What there is to see of a simulation. */
export type Visible = Pick<
  SandboxControl,
  'payments' | 'countPayments' | 'deliveries' | 'requests' | 'faults' | 'licenses' | 'apiKeys' | 'now'
>;

/** What the view says beside what the simulation has. */
export type Surroundings = Pick<DashboardView, 'origin' | 'webhookSecret' | 'apiKey' | 'isFrozen' | 'problem'>;

/** What the dashboard shows of a simulation at this moment. */
export async function readView(simulation: Visible, surroundings: Surroundings): Promise<DashboardView> {
  const { apiKey } = surroundings;
  const apiKeys = await simulation.apiKeys();
  const [first, another] = apiKeys;
  const world = apiKey ?? (another === undefined ? first : undefined);
  const [payments, count, faults, licenses] = await Promise.all([
    simulation.payments(apiKey, MOST_SHOWN),
    simulation.countPayments(apiKey),
    simulation.faults(apiKey),
    world === undefined && another !== undefined ? undefined : simulation.licenses(world),
  ]);

  const mine = (item: { apiKey?: string | undefined }): boolean => apiKey === undefined || item.apiKey === apiKey;
  const shownPayments = newest(payments, (payment): ShownPayment => {
    return { ...payment, state: stateOf(payment, simulation.now(payment.apiKey)) };
  });
  shownPayments.older = count - payments.length;
  const deliveries = newest(simulation.deliveries.filter(mine), (delivery) => delivery);
  const now = simulation.now(apiKey);
  return {
    ...surroundings,
    apiKeys,
    world,
    now,
    clocks: Object.fromEntries(
      [...shownPayments.shown, ...deliveries.shown].map((one) => [one.apiKey, simulation.now(one.apiKey)]),
    ),
    isTimeDivided:
      apiKey === undefined && apiKeys.some((key) => Math.abs(simulation.now(key) - now) >= NOTICEABLE_DIFFERENCE),
    payments: shownPayments,
    deliveries,
    requests: newest(simulation.requests.filter(mine), (entry) => entry),
    faults,
    licenses,
  };
}

function newest<Item, Shown>(items: readonly Item[], show: (item: Item) => Shown): Newest<Shown> {
  return { shown: items.slice(-MOST_SHOWN).reverse().map(show), older: Math.max(items.length - MOST_SHOWN, 0) };
}
