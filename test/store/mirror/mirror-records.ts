import { mirrored } from '../../../src/domain/mirror/models.ts';
import type { MirrorModel } from '../../../src/domain/mirror/models.ts';
import type { MirrorRecord } from '../../../src/domain/mirror/odoo-mirror.ts';

/** A record as the reader gives it: nothing but what is said of it. */
export const aRecord = (
  model: MirrorModel,
  id: number,
  values: Readonly<Record<string, string | number | boolean | null>> = {},
): MirrorRecord => ({
  ...Object.fromEntries(Object.keys(mirrored[model].columns).map((name): [string, null] => [name, null])),
  active: true,
  write_date: '2026-01-31T10:00:00Z',
  ...values,
  id,
});
