import { inTurn } from './account.js';
import type { Connection } from './connection.js';
import type { Keys } from './keys.js';

/** Which account a payment belongs to, for whoever knows only its id. */
export interface Owners {
  of(paymentId: string): Promise<string | null>;
  set(paymentId: string, apiKey: string): Promise<void>;
  remove(paymentIds: readonly string[]): Promise<void>;
}

/** @param idle milliseconds after which an owner that nobody asks for is forgotten */
export function createOwners({ client }: Connection, keys: Keys, idle: number): Owners {
  return {
    of: (paymentId) => client.getEx(keys.owner(paymentId), { type: 'PX', value: idle }),
    async set(paymentId, apiKey) {
      await client.set(keys.owner(paymentId), apiKey, { expiration: { type: 'PX', value: idle } });
    },
    async remove(paymentIds) {
      // One by one: a cluster keeps them in different places.
      await inTurn(paymentIds, (paymentId) => client.unlink(keys.owner(paymentId)));
    },
  };
}
