import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { OdooProduct, ProductKey } from '../connectors/odoo/client.ts';
import type { OdooFulfilment } from '../domain/fulfilment/odoo-fulfilment.ts';
import type { ExchangeWriter } from '../store/exchanges.ts';
import type { Database } from '../store/schema.ts';
import type { SecretBox } from '../store/secret-box.ts';
import type { ConnectionDirectory } from './connection-directory.ts';
import type { TokenDirectory } from './http/token-directory.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { ApiMetrics } from './metrics.ts';
import type { RunGate } from './runs/run-gate.ts';
import type { NoticeIntake } from './webhooks/notice-intake.ts';

/** All an endpoint may use. */
export interface ApiDeps {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly logger: Logger;
  /** Connections with their secrets, kept in memory. */
  readonly directory: ConnectionDirectory;
  readonly tokens: TokenDirectory;
  readonly exchanges: ExchangeWriter;
  /** Stores what a webhook tells about an order. */
  readonly recordNotice: NoticeIntake;
  readonly runs: RunGate;
  readonly metrics: ApiMetrics;
  /** Answers about the mirror that are good for as long as no record changes. */
  readonly answers: KeptAnswers;
  /** For the operator's import of listings: what a product is called in Odoo. @throws Failure */
  readonly findProducts: (by: ProductKey) => Promise<readonly OdooProduct[]>;
  /** A configuration of the point of sale in Odoo by its name or id, remembered for a while. @throws Failure `NotFound`, `Rejected` */
  readonly findPosConfig: (nameOrId: string | number) => Promise<{ readonly id: number; readonly name: string }>;
  /** The id of a sales team, tag or warehouse in Odoo by its name or id. @throws Failure `NotFound`, `Rejected` */
  readonly findMatch: OdooFulfilment['resolve'];
  readonly links: Links;
  /** What follows `/webhooks/odoo/`. */
  readonly odooWebhookSecret: string;
  /** How our calls name themselves to vendors. */
  readonly userAgent: string;
}

/** Addresses of what is shown elsewhere. */
export interface Links {
  /** How others reach this API, without a slash at the end. */
  readonly publicUrl: string;
  /** Base of the Odoo of this database, without a slash at the end. */
  readonly odooUrl: string;
  /** The run in the Temporal Web UI. */
  readonly run: (workflowId: string, runId?: string) => string;
}
