/** The data of a response, with the response around it. */
export interface WithResponse<T> {
  data: T;
  /** The HTTP status. */
  status: number;
  headers: Headers;
  /** KGiTON's id of the request. Quote it when you contact support. May be missing. */
  requestId: string | undefined;
}

/** A promise of the data of a response. */
export interface ResponsePromise<T> extends Promise<T> {
  /** The data with status, headers and request id. Does not send the request again. */
  withResponse(): Promise<WithResponse<T>>;
}

export function responsePromise<T>(result: Promise<WithResponse<T>>): ResponsePromise<T> {
  const data = result.then((whole) => whole.data);
  return Object.assign(data, {
    withResponse() {
      // The caller handles the rejection of the result, so that of the data must not count as unhandled.
      data.catch(() => {});
      return result;
    },
  });
}
