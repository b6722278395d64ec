import { z } from 'zod';
import type { OdooServer, SaleOrderState } from './client.ts';
import { toOdooNumber } from './decimals.ts';

/** Names that differ between versions (odoo.md §6). */
export const taxFieldOf = (major: OdooServer['major']): 'tax_id' | 'tax_ids' => (major === 19 ? 'tax_ids' : 'tax_id');

export const saleOrderState = z.enum(['draft', 'sent', 'sale', 'cancel']) satisfies z.ZodType<SaleOrderState>;

/** Odoo wants some text on every line. */
export const descriptionOf = (description: string): string => (description.trim() === '' ? '-' : description);

export const lineNumbers = (
  line: { readonly quantity: string; readonly unitPrice: string },
  position: number,
): { readonly quantity: number; readonly unitPrice: number } => ({
  quantity: toOdooNumber(line.quantity, `the quantity of line ${position}`),
  unitPrice: toOdooNumber(line.unitPrice, `the price of line ${position}`),
});
