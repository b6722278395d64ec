import type { Context } from '@temporalio/activity';

const last = new WeakMap<Context, unknown>();

/** Keeps what the next attempt is to know; sent with every heartbeat from now on. */
export const keepHeartbeatDetails = (context: Context, details: unknown): void => {
  last.set(context, details);
  context.heartbeat(details);
};

/** Shows that the activity lives, without losing what the next attempt is to know. */
export const beat = (context: Context): void => {
  context.heartbeat(last.has(context) ? last.get(context) : context.info.heartbeatDetails);
};
