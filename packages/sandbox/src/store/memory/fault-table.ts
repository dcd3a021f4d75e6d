import { type Fault, type FaultKind, isRequestFault, type RequestFault, type WebhookFault } from '../../faults.js';

/** The faults of a payment or of a whole account: at most one for its webhooks, and one for its requests. */
interface Faults {
  webhook?: WebhookFault | undefined;
  request?: RequestFault | undefined;
}

type Affected = keyof Faults;

/** Payment ids and transaction ids, of which the first that has a fault counts. */
type Ids = readonly (string | undefined)[];

/** The faults of an account, by the id that they apply to; without an id, to the whole account. */
export interface FaultTable {
  isEmpty(): boolean;
  /** How many faults of single ids there are. */
  size(): number;
  /** Removes the faults of the id that was given first. */
  dropOldest(): void;
  /** The fault of one of these ids, or else of the account. */
  find<What extends Affected>(affected: What, ids: Ids): Faults[What];
  /** The same without its `times`, which count down: the fault is removed after the last. */
  take<What extends Affected>(affected: What, ids: Ids): Faults[What];
  /** Sets a fault in the place of another that affects the same. */
  set(id: string | undefined, fault: Fault): void;
  /** Removes a fault. */
  remove(affected: Affected, id: string | undefined): void;
  /** Removes the faults of an id, or of the account; with a kind, only one of that kind. */
  clear(id: string | undefined, kind?: FaultKind): void;
  /** Every fault: those of the account first, then the one that was set first. */
  list(): { id?: string; fault: Fault }[];
}

/** @param max ids with faults; beyond that, the oldest is dropped */
export function createFaultTable(max: number): FaultTable {
  const own: Faults = {};
  const byId = new Map<string, Faults>();
  const holderOf = (id: string | undefined) => (id === undefined ? own : byId.get(id));

  function locate<What extends Affected>(affected: What, ids: Ids) {
    for (const id of [...ids.filter((id) => id !== undefined), undefined]) {
      const fault = holderOf(id)?.[affected];
      if (fault) return { id, fault };
    }
    return undefined;
  }

  function remove(affected: Affected, id: string | undefined): void {
    const holder = holderOf(id);
    if (holder) holder[affected] = undefined;
    if (id !== undefined && !holder?.webhook && !holder?.request) byId.delete(id);
  }

  function set(id: string | undefined, fault: Fault): void {
    const holder = holderOf(id) ?? {};
    if (isRequestFault(fault)) holder.request = fault;
    else holder.webhook = fault as WebhookFault;
    if (id === undefined) return;
    byId.delete(id);
    byId.set(id, holder);
    if (byId.size > max) dropOldest();
  }

  function dropOldest(): void {
    const [oldest] = byId.keys();
    if (oldest !== undefined) byId.delete(oldest);
  }

  return {
    size: () => byId.size,
    dropOldest,
    isEmpty: () => byId.size === 0 && !own.webhook && !own.request,
    find: (affected, ids) => locate(affected, ids)?.fault,
    take<What extends Affected>(affected: What, ids: Ids): Faults[What] {
      const found = locate(affected, ids);
      if (!found) return undefined;
      const { times, ...fault } = found.fault;
      const holder = holderOf(found.id);
      if (times === 1) remove(affected, found.id);
      else if (times !== undefined && holder) Object.assign(holder, { [affected]: { ...fault, times: times - 1 } });
      return fault as Faults[What];
    },
    set,
    remove,
    clear(id, kind) {
      for (const affected of ['webhook', 'request'] as const) {
        if (kind === undefined || holderOf(id)?.[affected]?.kind === kind) remove(affected, id);
      }
    },
    list: () => [
      ...listOf(own).map((fault) => ({ fault })),
      ...[...byId].flatMap(([id, faults]) => listOf(faults).map((fault) => ({ id, fault }))),
    ],
  };
}

function listOf({ webhook, request }: Faults): Fault[] {
  return [webhook, request].filter((fault) => fault !== undefined);
}
