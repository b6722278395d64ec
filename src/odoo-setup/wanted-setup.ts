import { z } from 'zod';

/** An automation rule that tells Conveyor to look at once. */
export interface WantedRule {
  readonly name: string;
  readonly model: 'sale.order' | 'stock.picking' | 'product.template' | 'stock.quant';
  readonly triggerFields: readonly string[];
}

/** A text field of the user's own (`x_…`) that a connection reads and writes. */
export interface WantedField {
  readonly model: 'sale.order' | 'res.partner' | 'product.product';
  readonly name: string;
  readonly label: string;
}

/** What hastens the watching: found again by its name, so the names never change. */
const orderRules: readonly WantedRule[] = [
  { name: 'Conveyor: sale order changed', model: 'sale.order', triggerFields: ['state'] },
  { name: 'Conveyor: transfer changed', model: 'stock.picking', triggerFields: ['state'] },
];

/** Odoo posts once for each record it changes, while it changes them: only where offers are pushed. */
const offerRules: readonly WantedRule[] = [
  { name: 'Conveyor: price changed', model: 'product.template', triggerFields: ['list_price'] },
  { name: 'Conveyor: stock changed', model: 'stock.quant', triggerFields: ['quantity', 'reserved_quantity'] },
];

const offersSetting = z.object({ offers: z.object({ enabled: z.literal(true) }) });

/** The rules that these connections have a use for. */
export const wantedRules = (connections: readonly { readonly settings: unknown }[]): readonly WantedRule[] => [
  ...orderRules,
  ...(connections.some(({ settings }) => offersSetting.safeParse(settings).success) ? offerRules : []),
];

const fieldSettings = z.object({
  odoo: z.object({
    fields: z.object({
      order: z.string().optional(),
      partner: z.string().optional(),
      product: z.string().optional(),
      deliveredBy: z.string().optional(),
    }),
  }),
});

const productIdSetting = z.object({ productIdField: z.string() });

/** The `x_` fields that connections name in `odoo.fields`, or as `productIdField`. Other names belong to Odoo or to an addon, which makes them itself. */
export const wantedFields = (
  connections: readonly { readonly name: string; readonly settings: unknown }[],
): readonly WantedField[] => {
  const fields = connections
    .flatMap(({ name, settings }) => [...namedFields(name, settings), ...productIdField(name, settings)])
    .filter((field) => field !== undefined);
  return [...new Map(fields.map((field) => [`${field.model}.${field.name}`, field])).values()];
};

const namedFields = (name: string, settings: unknown): readonly (WantedField | undefined)[] => {
  const parsed = fieldSettings.safeParse(settings);
  if (!parsed.success) return [];
  const { order, partner, product, deliveredBy } = parsed.data.odoo.fields;
  return [
    wanted('sale.order', order, `${name}: order`),
    wanted('res.partner', partner, `${name}: customer`),
    wanted('product.product', product, `${name}: listing`),
    wanted('sale.order', deliveredBy, `${name}: delivered by`),
  ];
};

const productIdField = (name: string, settings: unknown): readonly (WantedField | undefined)[] => {
  const parsed = productIdSetting.safeParse(settings);
  return parsed.success ? [wanted('product.product', parsed.data.productIdField, `${name}: product`)] : [];
};

const wanted = (model: WantedField['model'], name: string | undefined, label: string): WantedField | undefined =>
  name?.startsWith('x_') === true ? { model, name, label } : undefined;
