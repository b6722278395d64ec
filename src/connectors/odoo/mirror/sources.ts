import type { MirrorModel } from '../../../domain/mirror/models.ts';
import type { OdooServer } from '../client.ts';

/** A record that makes others different without writing them. */
export interface Influence {
  /** The field by which the others refer to it. */
  readonly field: string;
  readonly model: string;
}

/** Where a model of the mirror comes from. */
export interface MirrorSource {
  readonly model: string;
  /** Columns whose field in Odoo has another name. */
  readonly fieldOf: Readonly<Record<string, string>>;
  readonly influences: readonly Influence[];
  /** Columns that follow every record above it in the tree, which does not write those below. */
  readonly isTree: boolean;
}

const plain = { fieldOf: {}, influences: [], isTree: false } as const;

/** Sources: reference/odoo.md §7.1; influences were seen on 17 and 19. */
export const sourceOf = (model: MirrorModel, major: OdooServer['major']): MirrorSource => {
  switch (model) {
    case 'locations':
      return { ...plain, model: 'stock.location', isTree: true };
    case 'products':
      return {
        ...plain,
        model: 'product.product',
        fieldOf: { currency: 'currency_id' },
        // Name, price, tracking, unit and category are those of the template.
        influences: [{ field: 'product_tmpl_id', model: 'product.template' }],
      };
    case 'lots':
      return { ...plain, model: 'stock.lot' };
    case 'packages':
      return { ...plain, model: major === 19 ? 'stock.package' : 'stock.quant.package' };
    case 'quants':
      return { ...plain, model: 'stock.quant' };
    case 'pickings':
      return {
        ...plain,
        model: 'stock.picking',
        // `picking_type_code` is its type's own.
        influences: [{ field: 'picking_type_id', model: 'stock.picking.type' }],
      };
    case 'move_lines':
      return { ...plain, model: 'stock.move.line' };
  }
};
