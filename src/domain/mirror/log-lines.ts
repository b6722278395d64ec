import { mirrored, mirrorModels } from './models.ts';
import type { MirrorModel } from './models.ts';
import { firstLine } from './mirror-run.ts';
import type { MirrorProgress } from './mirror-run.ts';

/** What the log says of the mirror, word for word as its operators know it (one line when a model begins, one with its count). */
export const mirrorLines = {
  ready: '📡 Odoo Sync Service started',

  runBegins: (models: readonly MirrorModel[]): string =>
    isAll(models) ? '🔄 Odoo: Starting full sync...' : `🔄 Odoo: Starting sync of ${titles(models)}...`,

  modelBegins: (model: MirrorModel): string => `${headings[model].sign} Odoo: Syncing ${headings[model].title}...`,

  modelDone: ({ model, updated, removed }: MirrorProgress): string =>
    `✅ Odoo: Updated ${updated} ${mirrored[model].title}${removed === 0 ? '' : `, removed ${removed}`}`,

  modelFailed: (model: MirrorModel, reason: string): string =>
    `❌ Odoo: ${headings[model].title} cannot be synced: ${firstLine(reason)}`,

  runDone: (models: readonly MirrorModel[]): string =>
    isAll(models) ? '✅ Odoo: Full sync completed' : `✅ Odoo: Sync of ${titles(models)} completed`,

  runStopped: '🛑 Odoo: Sync was stopped; the next one goes on from there',

  runFailed: (reason: string): string => `❌ Odoo: Sync ended without all of it: ${reason}`,
} as const;

const headings = {
  locations: { sign: '📍', title: 'Locations' },
  products: { sign: '📦', title: 'Products' },
  lots: { sign: '🏷️', title: 'Lots' },
  packages: { sign: '📦', title: 'Packages' },
  quants: { sign: '📊', title: 'Quants' },
  pickings: { sign: '📋', title: 'Pickings (Transfer Orders)' },
  move_lines: { sign: '📝', title: 'Move Lines' },
} as const satisfies Record<MirrorModel, { readonly sign: string; readonly title: string }>;

const isAll = (models: readonly MirrorModel[]): boolean => mirrorModels.every((model) => models.includes(model));
const titles = (models: readonly MirrorModel[]): string => models.map((model) => mirrored[model].title).join(', ');
