import { mirrored } from '../../domain/mirror/models.ts';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Tagged } from '../../store/mirror/read-if-changed.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import { notFound } from '../problem.ts';
import { taggedAnswer } from '../tagged-answer.ts';

/** Answers with one record, or that the client has it already. @throws Problem 404 */
export const taggedRecord = (
  { answers }: ApiDeps,
  { model, id, knownTags }: { readonly model: MirrorModel; readonly id: number; readonly knownTags: readonly string[] },
  read: (known: readonly string[]) => Promise<Tagged<{ readonly text: string | null }>>,
): Promise<Answer> =>
  taggedAnswer(answers, { question: [model, id], knownTags }, read, ({ text }) => {
    if (text !== null) return { status: 200, body: text };
    throw notFound(
      `There is no record ${id} among the ${mirrored[model].title} of the mirror: it is not in Odoo, or was not read yet (see GET /api/odoo/sync/status)`,
    );
  });
