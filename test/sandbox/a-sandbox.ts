import { createSandbox, sandboxToken } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly json: unknown;
}

export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** One HTTP call; a body is sent as JSON. Rejects when the connection breaks. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<HttpAnswer>;
  /** A call to Cartona's supplier API with a good token; `path` is what follows `/api/v1/`. */
  readonly cartona: (method: string, path: string, body?: unknown) => Promise<HttpAnswer>;
  /** A call to `/cartona/_control`; throws what was said when it is not 200. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A sandbox in memory on a free port, with two products at Cartona. Close it with `sandbox.close()`. */
export const aSandbox = async (options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> => {
  const sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false, ...options });
  const url = await sandbox.start();
  const call: RunningSandbox['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  if (sandbox.cartona.isEmpty) {
    sandbox.cartona.control.putProducts([
      { supplier_product_id: '110701', internal_product_id: '11', product_name: 'Black tea', selling_price: 80 },
      { supplier_product_id: '110702', internal_product_id: '12', product_name: 'Sugar', selling_price: 35.5 },
    ]);
  }
  return {
    sandbox,
    url,
    call,
    cartona: (method, path, body) =>
      call(method, `/cartona/api/v1/${path}`, body, { AuthorizationToken: sandboxToken }),
    control: async (method, path, body) => {
      const answer = await call(method, `/cartona/_control/${path}`, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.json;
    },
  };
};
