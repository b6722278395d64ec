import { readEnvironment } from '../config/environment.ts';
import type { EnvironmentSource } from '../config/environment.ts';
import { Refusal } from './refusal.ts';

/** Where the API is, without a slash at the end, and who we are to it. */
export interface Server {
  readonly url: string;
  readonly token: string;
}

/**
 * `CONVEYOR_URL` and `CONVEYOR_TOKEN`; else what the `start` of this `CONVEYOR_HOME` wrote down.
 * @throws Refusal when no token is known; EnvironmentError when a variable is wrong.
 */
export const locateServer = (source: EnvironmentSource): Server => {
  const { apiUrl, token, home } = readEnvironment('client', source);
  if (token !== undefined) return { url: apiUrl, token };
  throw new Refusal(
    `No token: CONVEYOR_TOKEN is not set, and ${home} holds none (\`npm start\` makes one there). Start Conveyor, or set CONVEYOR_TOKEN and CONVEYOR_URL.`,
  );
};
