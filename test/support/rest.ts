/** An answer of the REST API, read whole. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly body: unknown;
}

export interface Rest {
  /** One call with the admin token, unless `headers` bring another or an empty one. A text or bytes are sent as they are, anything else as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RestAnswer>;
  get(path: string): Promise<RestAnswer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RestAnswer>;
}

export const createRest = (url: string, token: string): Rest => {
  const call: Rest['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: headersOf({
        authorization: `Bearer ${token}`,
        'content-type': body === undefined ? '' : 'application/json',
        ...headers,
      }),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as unknown) : null,
    };
  };
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
  };
};

/** A header that is empty is not sent; names may be given twice in different spelling, the last one counts. */
const headersOf = (given: Readonly<Record<string, string>>): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (value === '') headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
};
