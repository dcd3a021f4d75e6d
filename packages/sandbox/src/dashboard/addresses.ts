/** Where the dashboard's own addresses are; no address of the API begins like this. */
export const DASHBOARD_PATH = '/_dashboard';

/** The stream that says when something has changed. */
export const EVENTS_PATH = `${DASHBOARD_PATH}/events`;

/** The dashboard of an API key, or of all. */
export function pageAddress(apiKey: string | undefined, fragment = ''): string {
  return `/${query(apiKey)}${fragment && `#${encodeURIComponent(fragment)}`}`;
}

/** Where a form sends an action; the page then shows the same API key. */
export function actionAddress(action: string, apiKey: string | undefined): string {
  return `${DASHBOARD_PATH}/${action}${query(apiKey)}`;
}

// By URLSearchParams, which takes every text: `encodeURIComponent` throws at half of a surrogate pair.
function query(apiKey: string | undefined): string {
  return apiKey === undefined ? '' : `?${new URLSearchParams({ api_key: apiKey })}`;
}
