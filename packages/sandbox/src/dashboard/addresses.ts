/** Where the dashboard's own addresses are; no address of the API begins like this. */
export const DASHBOARD_PATH = '/_dashboard';

/** The stream that says when something has changed. */
export const EVENTS_PATH = `${DASHBOARD_PATH}/events`;

/** The address of each list. */
export const TAB_PATHS = {
  payments: '/',
  deliveries: `${DASHBOARD_PATH}/webhooks`,
  requests: `${DASHBOARD_PATH}/requests`,
} as const;

export type Tab = keyof typeof TAB_PATHS;

export const TABS = Object.keys(TAB_PATHS) as Tab[];

/** What of the sandbox a page shows. Everything in it comes from the address, so it may be hostile. */
export interface Place {
  tab: Tab;
  /** The API key that is looked at; all of them without it. */
  apiKey?: string | undefined;
  /** The id of a payment, transaction, delivery or request: only what has it, or belongs to it, is shown, and in full. */
  of?: string | undefined;
  /** What a person looks for. */
  search?: string | undefined;
  state?: string | undefined;
  /** The id of an entry: only older ones are shown. */
  before?: string | undefined;
  /** The list beside the tab that is shown in full. */
  full?: 'faults' | 'license-keys' | undefined;
}

/** The query parameter of each part of a place. */
const PARAMETERS = {
  apiKey: 'api_key',
  of: 'of',
  search: 'search',
  state: 'state',
  before: 'before',
  full: 'full',
} as const;

/** The place that an address names. */
export function placeOf(tab: Tab, query: (name: string) => string | undefined): Place {
  const parts = Object.entries(PARAMETERS).map(([part, name]) => [part, query(name) || undefined]);
  return { tab, ...(Object.fromEntries(parts) as Omit<Place, 'tab'>) };
}

/** The address of a place. */
export function pageAddress(place: Place, fragment = ''): string {
  return `${TAB_PATHS[place.tab]}${queryOf(place)}${fragment && `#${encodeURIComponent(fragment)}`}`;
}

/** The address of a place in another language, which is then remembered. */
export function languageAddress(place: Place, lang: string): string {
  return `${TAB_PATHS[place.tab]}${queryOf(place, { lang })}`;
}

/** Where a form sends an action; the page then shows the same place. */
export function actionAddress(action: string, place: Place): string {
  const tab: { tab?: Tab } = place.tab === 'payments' ? {} : { tab: place.tab };
  return `${DASHBOARD_PATH}/${action}${queryOf(place, tab)}`;
}

// By URLSearchParams, which takes every text: `encodeURIComponent` throws at half of a surrogate pair.
function queryOf(place: Place, more: Record<string, string> = {}): string {
  const parts = Object.entries(PARAMETERS) as [keyof typeof PARAMETERS, string][];
  const query = new URLSearchParams(parts.flatMap(([part, name]) => (place[part] ? [[name, place[part]]] : [])));
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}
