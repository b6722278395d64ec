/** The point of sale of Odoo as the import needs to know it (reference/odoo.md §8). Amounts are decimal strings in the currency of the configuration. */
export interface PosConfig {
  readonly id: number;
  readonly name: string;
  readonly companyId: number;
  readonly currency: { readonly name: string; readonly rounding: string };
  /** How the company rounds taxes. */
  readonly taxRounding: 'per-line' | 'globally';
  /** 17 computes some taxes in another way than those after it. */
  readonly major: 17 | 18 | 19;
  /** Digits Odoo keeps of a quantity behind the point (Decimal Accuracy); null: all. */
  readonly quantityDigits: number | null;
  /** What is paid is rounded to multiples of this; `onlyCash`: only where something is paid in cash. */
  readonly cashRounding: { readonly step: string; readonly onlyCash: boolean } | null;
  /** In the order Odoo shows them. */
  readonly methods: readonly PosMethod[];
  /** Taxes of sales of the company and of those above it, children of groups included, by id. A tax that is not in it is of no concern here. */
  readonly taxes: ReadonlyMap<number, PosTax>;
  /** What the default fiscal position of the configuration makes of a tax; a tax that is not in it stays, one with no followers goes. */
  readonly fiscalPosition: { readonly id: number; readonly taxes: ReadonlyMap<number, readonly number[]> } | null;
}

export interface PosMethod {
  readonly id: number;
  readonly name: string;
  readonly type: 'cash' | 'bank' | 'pay_later' | 'online';
  readonly journalName: string | null;
  /** Odoo wants a partner on each order paid with it. */
  readonly needsPartner: boolean;
}

export interface PosTax {
  readonly id: number;
  readonly name: string;
  readonly type: 'percent' | 'fixed' | 'division' | 'group' | 'other';
  /** Percent, or money a unit for `fixed`. */
  readonly amount: string;
  readonly priceInclude: boolean;
  readonly includeBaseAmount: boolean;
  readonly isBaseAffected: boolean;
  readonly sequence: number;
  readonly children: readonly number[];
}

export interface PosSession {
  readonly id: number;
  readonly name: string;
  readonly state: 'opening_control' | 'opened' | 'closing_control' | 'closed';
  readonly rescue: boolean;
}

/** A product as the point of sale may sell it, or may not. */
export interface PosProduct {
  readonly id: number;
  readonly name: string;
  readonly defaultCode: string | null;
  readonly barcode: string | null;
  readonly active: boolean;
  readonly saleOk: boolean;
  readonly availableInPos: boolean;
  /** Null: of all companies. */
  readonly companyId: number | null;
  /** Its sale taxes, of whatever company. */
  readonly taxIds: readonly number[];
  readonly tracking: 'none' | 'lot' | 'serial';
}

/** An order ready to be made in Odoo; of a refund all quantities and amounts are negative. */
export interface NewPosOrder {
  /** Without the module: `<connection>_pos_<OrderID>[_refund]`. */
  readonly externalId: string;
  readonly sessionId: number;
  readonly companyId: number;
  readonly posReference: string;
  /** ISO 8601 UTC. */
  readonly date: string;
  readonly partnerId: number | null;
  readonly amountTotal: string;
  readonly amountTax: string;
  /** Odoo takes an order for paid when this is its total, whatever its payments are: it has to be their sum. */
  readonly amountPaid: string;
  /** The change, which is a payment too. */
  readonly amountReturn: string;
  readonly lines: readonly NewPosLine[];
  readonly payments: readonly NewPosPayment[];
}

export interface NewPosLine {
  readonly productId: number;
  readonly name: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Percent. */
  readonly discount: string;
  readonly subtotal: string;
  readonly subtotalWithTax: string;
  /** Before the fiscal position, which Odoo applies itself. */
  readonly taxIds: readonly number[];
  readonly lots: readonly string[];
  readonly refundedLineId: number | null;
}

export interface NewPosPayment {
  readonly methodId: number;
  readonly amount: string;
  readonly isChange: boolean;
}

/** A POS order as it is in Odoo now. */
export interface SeenPosOrder {
  readonly id: number;
  readonly name: string;
  readonly state: 'draft' | 'cancel' | 'paid' | 'done' | 'invoiced';
  readonly sessionId: number | null;
  readonly sessionState: PosSession['state'] | null;
  readonly amountTotal: string;
  readonly amountPaid: string;
}

/** A line of an order that is taken back. */
export interface SeenPosLine {
  readonly id: number;
  readonly orderId: number;
  readonly productId: number;
  readonly quantity: string;
  /** Taken back already. */
  readonly refundedQuantity: string;
}

/** What the point of sale of Odoo can be asked. Every method throws `Failure` and nothing else. */
export interface OdooPos {
  /**
   * The configuration by its name or id, with its methods and taxes. @throws Failure `NotFound` when there is none, `Rejected` when a name is
   * that of several, both in words that say what to set.
   */
  readConfig(nameOrId: string | number): Promise<PosConfig>;
  /** The session of the configuration that takes orders; null when there is none. Rescue sessions are none. */
  findOpenSession(configId: number): Promise<PosSession | null>;
  /**
   * Opens a session, exactly once whoever else asks at the same time, or takes the one that somebody opens. Null when one is being closed: another can be opened only after that.
   */
  openSession(configId: number): Promise<PosSession | null>;
  /**
   * Products with any of these ids, internal references or barcodes, or exactly these names (in the language of the user of the API), whatever
   * their flags, archived ones included; in as few calls as it takes.
   */
  findProducts(by: {
    readonly ids: readonly number[];
    readonly codes: readonly string[];
    readonly barcodes: readonly string[];
    readonly names: readonly string[];
  }): Promise<readonly PosProduct[]>;
  /** All products that can be sold in a point of sale, for names that are written a little differently. Kept for a minute. */
  readCatalogue(): Promise<readonly PosProduct[]>;
  /** Partners that exist and are active, by id or `ref`. */
  findPartners(by: {
    readonly ids: readonly number[];
    readonly refs: readonly string[];
  }): Promise<readonly { readonly id: number; readonly ref: string | null }[]>;
  /**
   * Makes each order with its lines and payments as a draft, or finds the one that has its external id, untouched; exactly once, as many in one call as
   * its time allows.
   * @returns for each, in their order, its id or Odoo's words why it alone is refused
   */
  createOrdersOnce(
    orders: readonly NewPosOrder[],
  ): Promise<readonly ({ readonly id: number } | { readonly refused: string })[]>;
  /** The orders as they are now; those that are gone are left out. */
  readOrders(ids: readonly number[]): Promise<readonly SeenPosOrder[]>;
  readOrderLines(orderIds: readonly number[]): Promise<readonly SeenPosLine[]>;
  /** Moves orders (drafts, or paid ones of a session that closed before them) to another session. */
  moveOrders(ids: readonly number[], sessionId: number): Promise<void>;
  /** Cancels drafts, which would keep their session from being closed; what is cancelled or gone already counts as done. */
  cancelOrders(ids: readonly number[]): Promise<void>;
  /**
   * Makes drafts paid by the payments they hold: `paid`, named, their goods moved. Repeatable: what is paid stays as it is.
   * @returns for each, in their order, null or Odoo's words why it is refused. @throws Failure when the answer of any is lost
   */
  payOrders(orders: readonly { readonly id: number; readonly methodId: number }[]): Promise<readonly (string | null)[]>;
}
