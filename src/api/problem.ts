import type { FieldProblem } from '../config/connections/problems.ts';

/** Every way a request can fail, with its status and title. `type` is `/problems/<slug>` (RFC 9457). */
export const problemKinds = {
  'bad-input': { status: 400, title: 'The input is wrong' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  refused: { status: 409, title: 'This cannot be done now' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-content': { status: 415, title: 'The body has the wrong content type' },
  unprocessable: { status: 422, title: 'The input does not fit what is there' },
  'unprocessable-webhook': { status: 422, title: 'The webhook says something that is not understood' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something is wrong here' },
  unavailable: { status: 503, title: 'A part that is needed does not answer' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemKind = keyof typeof problemKinds;

/** Thrown by whoever cannot serve a request; becomes an `application/problem+json` answer. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param detail a sentence with the record and what to do
   */
  constructor(
    kind: ProblemKind,
    detail: string,
    options: ErrorOptions & { errors?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail, options);
    this.name = 'Problem';
    this.kind = kind;
    this.status = problemKinds[kind].status;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** The body of the answer. */
export const problemBody = (problem: Problem) => ({
  type: `/problems/${problem.kind}`,
  title: problemKinds[problem.kind].title,
  status: problem.status,
  detail: problem.message,
  ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
});

/** What is down, and that it is worth coming again. */
export const unavailable = (detail: string, cause?: unknown): Problem =>
  new Problem('unavailable', detail, { cause, headers: { 'Retry-After': '5' } });

export const notFound = (detail: string): Problem => new Problem('not-found', detail);

export const refused = (detail: string): Problem => new Problem('refused', detail);

/** What is asked for cannot be done with what is there, by field. */
export const unprocessable = (detail: string, errors: readonly FieldProblem[]): Problem =>
  new Problem('unprocessable', detail, { errors });

/** One wrong field, found by more than its schema. */
export const badField = (path: string, message: string): Problem =>
  new Problem('bad-input', `${path} ${message}`, { errors: [{ path, message }] });
