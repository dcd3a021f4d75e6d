/** @throws {TypeError} where everybody can read the API key: in pages, web workers and React Native */
export function assertNotInBrowser(): void {
  const { document, navigator } = globalThis as {
    document?: unknown;
    navigator?: { userAgent?: string; product?: string };
  };
  if (document || /^Mozilla\/|ReactNative$/.test(`${navigator?.userAgent} ${navigator?.product}`)) {
    throw new TypeError(
      'In a browser everybody can read the API key: call KGiTON from a server, or set dangerouslyAllowBrowser.',
    );
  }
}
