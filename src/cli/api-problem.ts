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
    const document = parsed.success ? parsed.data : { title: `${about} was answered with HTTP ${status}` };
    super(problemInWords(document));
    this.status = status;
    this.document = { status, ...document };
  }
}

/** The sentence of a refusal, and a line for each wrong field it does not name itself. */
export const problemInWords = (document: ProblemDocument): string => {
  const sentence = document.detail ?? document.title ?? 'refused without a reason';
  const fields = (document.errors ?? [])
    .filter((error) => !sentence.includes(error.message))
    .map((error) => `  ${error.path}: ${error.message}`);
  return [sentence, ...fields].join('\n');
};
