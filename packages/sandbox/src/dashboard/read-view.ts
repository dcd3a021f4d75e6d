import { stateOf } from '../engine/payment.js';
import type { Simulation } from '../simulation.js';
import type { DashboardView, Newest, ShownPayment } from './dashboard-view.js';

/** How many payments, webhooks and requests are shown each: what a person can look through, and a browser at once. */
const MOST_SHOWN = 50;

/** What there is to see of a simulation. */
export type Visible = Pick<
  Simulation,
  'payments' | 'deliveries' | 'requests' | 'faults' | 'licenses' | 'apiKeys' | 'now'
>;

/** What the view says beside what the simulation has. */
export type Surroundings = Pick<DashboardView, 'origin' | 'webhookSecret' | 'apiKey' | 'isFrozen' | 'problem'>;

/** What the dashboard shows of a simulation at this moment. */
export async function readView(simulation: Visible, surroundings: Surroundings): Promise<DashboardView> {
  const { apiKey } = surroundings;
  const apiKeys = await simulation.apiKeys();
  const [first, another] = apiKeys;
  const world = apiKey ?? (another === undefined ? first : undefined);
  const [payments, faults, licenses] = await Promise.all([
    simulation.payments(apiKey),
    simulation.faults(apiKey),
    world === undefined && another !== undefined ? undefined : simulation.licenses(world),
  ]);

  const now = simulation.now(apiKey);
  const clocks = new Map<string, number>();
  const clockOf = (key: string): number => {
    const known = clocks.get(key) ?? simulation.now(key);
    clocks.set(key, known);
    return known;
  };
  // To a tenth of a second, so that two clocks that are read one after the other are not different each time.
  const aheadOf = (key: string): number => Math.round((clockOf(key) - now) / 100) * 100;
  const mine = (item: { apiKey?: string | undefined }): boolean => apiKey === undefined || item.apiKey === apiKey;

  const shownPayments = newest(payments, (payment): ShownPayment => {
    return { ...payment, ahead: aheadOf(payment.apiKey), state: stateOf(payment, clockOf(payment.apiKey)) };
  });
  const expiries = shownPayments.shown
    .filter(({ state }) => state === 'pending')
    .map(({ expiresAt, ahead }) => expiresAt - ahead);
  return {
    ...surroundings,
    apiKeys,
    world,
    now,
    nextExpiry: expiries.length > 0 ? Math.min(...expiries) : undefined,
    payments: shownPayments,
    deliveries: newest(simulation.deliveries.filter(mine), (delivery) => {
      return { ...delivery, ahead: aheadOf(delivery.apiKey) };
    }),
    requests: newest(simulation.requests.filter(mine), (entry) => entry),
    faults,
    licenses,
  };
}

function newest<Item, Shown>(items: readonly Item[], show: (item: Item) => Shown): Newest<Shown> {
  return { shown: items.slice(-MOST_SHOWN).reverse().map(show), older: Math.max(items.length - MOST_SHOWN, 0) };
}
