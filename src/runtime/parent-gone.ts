/** Whether `conveyor start` supervises this process: then a stop is to be done within eight seconds. */
export const isSupervised = (): boolean => process.connected;

/**
 * Calls back when the supervisor that started this process is gone. Without a supervisor (production, a second worker by hand) it never does.
 * The guard stops an abandoned process as well; this is sooner, and holds when the guard was killed too.
 */
export const onParentGone = (stop: () => void): void => {
  if (!isSupervised()) return;
  process.once('disconnect', stop);
  // Listening must not keep a process alive that has nothing left to do.
  process.channel?.unref();
};
