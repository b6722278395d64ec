import type { PosItem, PosLine, PosOrder } from './pos-order.ts';
import type { PosPlanSettings } from './plan-settings.ts';

/** Items of a line that are sold in Odoo: its parts where a bundle is taken apart, else the item itself. */
export const soldItems = (line: PosLine, { bundleParts }: Pick<PosPlanSettings, 'bundleParts'>): readonly PosItem[] =>
  bundleParts === 'explode' && line.parts.length > 0 ? line.parts : [line];

/** All of them of many orders. */
export const soldItemsOf = (
  orders: readonly PosOrder[],
  settings: Pick<PosPlanSettings, 'bundleParts'>,
): readonly PosItem[] => orders.flatMap(({ lines }) => lines.flatMap((line) => soldItems(line, settings)));
