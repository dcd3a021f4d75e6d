/** What came, with the answer that it came in. */
export interface WithResponse<T> {
  data: T;
  /** The HTTP status. */
  status: number;
  headers: Headers;
  /** KGiTON's id of the request, for questions to support. It may be missing. */
  requestId: string | undefined;
}

/** A promise of what comes. */
export interface ResponsePromise<T> extends Promise<T> {
  /** The same with status, headers and request id. Sends nothing again. */
  withResponse(): Promise<WithResponse<T>>;
}

export function responsePromise<T>(result: Promise<WithResponse<T>>): ResponsePromise<T> {
  const data = result.then((whole) => whole.data);
  return Object.assign(data, {
    withResponse() {
      // Whoever takes the whole does not wait for its part, whose rejection would go unhandled.
      data.catch(() => {});
      return result;
    },
  });
}
