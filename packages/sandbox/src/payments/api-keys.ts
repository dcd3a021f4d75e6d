/** Any API key that starts so is accepted, and is a world of its own. */
export const API_KEY_PREFIX = 'kgiton_';

export function isApiKey(text: string | undefined): text is string {
  return text?.startsWith(API_KEY_PREFIX) ?? false;
}
