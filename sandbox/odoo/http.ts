/** A request as the simulator takes it; `path` is relative to where it is mounted and may carry a query. */
export interface OdooRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface OdooResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const common = (now: Date): Record<string, string> => ({
  Server: 'Werkzeug/3.0.1 Python/3.12.3',
  Date: now.toUTCString(),
  Connection: 'close',
});

export const respond = (
  now: Date,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): OdooResponse => ({
  status,
  headers: { 'Content-Type': `${type}; charset=utf-8`, ...common(now), ...headers },
  body,
});

export const respondJson = (
  now: Date,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): OdooResponse => respond(now, status, 'application/json', JSON.stringify(body === undefined ? null : body), headers);

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
};

/** The HTML page of a werkzeug error. */
export const respondHtmlError = (now: Date, status: number, message: string): OdooResponse => {
  const title = TITLES[status] ?? 'Error';
  return respond(
    now,
    status,
    'text/html',
    `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${message}</p>\n`,
  );
};

export const header = (request: OdooRequest, name: string): string => {
  const value = request.headers[name] ?? request.headers[name.toLowerCase()];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};
