import type { Env } from '../env.ts';
import type { Model } from '../registry.ts';
import { num } from '../values.ts';

/** The "created" note and the follower that a new record with a chatter gets, unless the context says otherwise. */
export const logCreation = (env: Env, model: Model, id: number): void => {
  if (!model.thread) return;
  const author = num(env.find('res.users', env.uid), 'partner_id');
  if (env.context['mail_create_nosubscribe'] !== true && author > 0)
    env.create('mail.followers', { res_model: model.name, res_id: id, partner_id: author });
  if (env.context['tracking_disable'] === true || env.context['mail_create_nolog'] === true) return;
  env.create('mail.message', {
    model: model.name,
    res_id: id,
    body: `<p>${model.description} created</p>`,
    message_type: 'notification',
    subtype_id: env.xmlId('mail.mt_note') || false,
    author_id: author || false,
  });
};

/** A note in the chatter of a record. */
export const noteOn = (env: Env, model: string, id: number, body: string): void => {
  const author = num(env.find('res.users', env.uid), 'partner_id');
  env.create('mail.message', {
    model,
    res_id: id,
    body: `<p>${body}</p>`,
    message_type: 'notification',
    subtype_id: env.xmlId('mail.mt_note') || false,
    author_id: author || false,
  });
};
