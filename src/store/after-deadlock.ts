import pg from 'pg';

const tries = 5;
const deadlockDetected = '40P01';

/** Does a transaction again that PostgreSQL ended because two waited for each other. */
export const repeatedAfterDeadlock = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let left = tries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !(error instanceof pg.DatabaseError) || error.code !== deadlockDetected) throw error;
    }
  }
};
