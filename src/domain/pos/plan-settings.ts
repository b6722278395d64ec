/** What the settings of a connection say about how its orders become orders of Odoo. */
export interface PosPlanSettings {
  readonly matchProductsBy: readonly PosMatchRule[];
  /** `first`, `refuse`, or the name of a payment method. */
  readonly paymentFallback: string;
  readonly bundleParts: 'ignore' | 'explode';
}

/** Ways to find the product of an item, in the order in which they are tried. */
export type PosMatchRule = 'odoo-item-id' | 'listing' | 'internal-id' | 'default-code' | 'barcode' | 'name';
