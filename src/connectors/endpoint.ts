/** Where and how a connection's vendor is reached: what the transport needs to know of its kind. */
export interface Endpoint {
  /** Ends in a slash. */
  readonly baseUrl: string;
  /** Sent with every call, before its own query, as it is; without the `?`. */
  readonly query?: string;
  /** Sent with every call; holds the token where the vendor wants it in a header of its own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Requests a second, of all workers together. */
  readonly requestsPerSecond: number;
}
