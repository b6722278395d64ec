/** One exception as Odoo reports it: the Python class path in `name`, the text in `message`. */
export class OdooError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export const userError = (message: string): OdooError => new OdooError('odoo.exceptions.UserError', message);
export const validationError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.ValidationError', message);
export const accessError = (message: string): OdooError => new OdooError('odoo.exceptions.AccessError', message);
export const accessDenied = (): OdooError => new OdooError('odoo.exceptions.AccessDenied', 'Access Denied');
export const valueError = (message: string): OdooError => new OdooError('builtins.ValueError', message);
export const keyError = (key: string): OdooError => new OdooError('builtins.KeyError', `'${key}'`);
export const typeError = (message: string): OdooError => new OdooError('builtins.TypeError', message);
export const attributeError = (message: string): OdooError => new OdooError('builtins.AttributeError', message);

export const missingError = (model: string, id: number, uid: number): OdooError =>
  new OdooError(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
  );

export const operationalError = (database: string): OdooError =>
  new OdooError(
    'psycopg2.OperationalError',
    `connection to server at "localhost", port 5432 failed: FATAL:  database "${database}" does not exist\n`,
  );

export const serializationFailure = (): OdooError =>
  new OdooError('psycopg2.errors.SerializationFailure', 'could not serialize access due to concurrent update\n');

export const poolError = (): OdooError => new OdooError('psycopg2.pool.PoolError', 'The Connection Pool Is Full');

/**
 * A constraint of the database refused the row. Odoo words it differently for a plain call (`rpcMessage`) and for
 * `load` (`loadMessage`), which also names the field.
 */
export class ConstraintError extends Error {
  readonly rpcMessage: string;
  readonly loadMessage: string;
  readonly field: string | undefined;

  constructor(rpcMessage: string, loadMessage: string, field?: string) {
    super(rpcMessage);
    this.rpcMessage = rpcMessage;
    this.loadMessage = loadMessage;
    this.field = field;
  }
}

/** A werkzeug HTTP exception, as JSON-2 reports what goes wrong before the method is called. */
export class HttpError extends Error {
  readonly status: number;
  override readonly name: string;

  constructor(status: 401 | 404 | 422, message: string) {
    super(message);
    this.status = status;
    this.name = {
      401: 'werkzeug.exceptions.Unauthorized',
      404: 'werkzeug.exceptions.NotFound',
      422: 'werkzeug.exceptions.UnprocessableEntity',
    }[status];
  }
}

/** What a caller sees of any error: constraint failures are ValidationErrors. */
export const asOdooError = (error: unknown): OdooError => {
  if (error instanceof OdooError) return error;
  if (error instanceof ConstraintError) return validationError(error.rpcMessage);
  throw error;
};
