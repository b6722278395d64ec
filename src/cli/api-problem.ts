import { z } from 'zod';

const problemDocument = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.looseObject({ path: z.string(), message: z.string() })).optional(),
});

type ProblemDocument = z.infer<typeof problemDocument>;

/** The API said no (RFC 9457): exit code 1. `document` is its answer as it came. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly document: ProblemDocument;

  constructor(status: number, body: unknown, about: string) {
    const parsed = problemDocument.safeParse(body);
    const document = parsed.success ? parsed.data : { title: `HTTP ${status}` };
    super(inWords(document, `${about} was answered with HTTP ${status}`));
    this.status = status;
    this.document = { status, ...document };
  }
}

const inWords = (document: ProblemDocument, otherwise: string): string => {
  const sentence = document.detail ?? document.title ?? otherwise;
  const fields = (document.errors ?? []).map((error) => `  ${error.path}: ${error.message}`);
  return [sentence, ...fields].join('\n');
};
