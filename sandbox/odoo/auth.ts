import type { Engine } from './engine.ts';
import { accessDenied, HttpError, missingError } from './errors.ts';
import type { Row } from './values.ts';
import { flag, num, text } from './values.ts';

const API_KEY = /^[0-9a-f]{40}$/;

/** The user an API key belongs to, if it is known and not expired. */
const keyOwner = (engine: Engine, key: string): number | undefined => {
  if (!API_KEY.test(key)) return undefined;
  const env = engine.look();
  const [row] = env.lookup('res.users.apikeys', 'key', key);
  if (!row) return undefined;
  const expires = text(row, 'expiration_date');
  return expires !== '' && expires <= env.now ? undefined : num(row, 'user_id');
};

const opens = (engine: Engine, user: Row, secret: unknown): boolean => {
  if (typeof secret !== 'string' || secret === '' || !flag(user, 'active')) return false;
  return text(user, 'password') === secret || keyOwner(engine, secret) === num(user, 'id');
};

/** The uid, or `false`: a wrong password is no error here. */
export const authenticate = (engine: Engine, login: unknown, password: unknown): number | false => {
  const [user] = typeof login === 'string' ? engine.look().lookup('res.users', 'login', login) : [];
  return user && opens(engine, user, password) ? num(user, 'id') : false;
};

/** The uid of an `execute_kw`; a wrong secret is AccessDenied, a uid that does not exist a MissingError. */
export const checkCredentials = (engine: Engine, uid: unknown, secret: unknown): number => {
  const id = typeof uid === 'number' ? uid : Number.NaN;
  const user = engine.look().find('res.users', id);
  if (!user) {
    if (typeof uid === 'number') throw missingError('res.users', id, id);
    throw accessDenied();
  }
  if (!opens(engine, user, secret)) throw accessDenied();
  return id;
};

/** The user of a bearer key. */
export const userOfKey = (engine: Engine, authorization: string): number => {
  const [scheme = '', key = ''] = authorization.split(/\s+/);
  if (scheme.toLowerCase() !== 'bearer' || key === '')
    throw new HttpError(401, 'User not authenticated, use an API Key with a Bearer Authorization header.');
  const owner = keyOwner(engine, key);
  const user = owner === undefined ? undefined : engine.look().find('res.users', owner);
  if (!user || !flag(user, 'active')) throw new HttpError(401, 'Invalid apikey');
  return num(user, 'id');
};
