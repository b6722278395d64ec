/**
 * Calls back when the supervisor that started this process is gone. Without a supervisor (production, a second worker by hand) it never does.
 * The guard stops an abandoned process as well; this is sooner, and holds when the guard was killed too.
 */
export const onParentGone = (stop: () => void): void => {
  if (process.connected) process.once('disconnect', stop);
};
