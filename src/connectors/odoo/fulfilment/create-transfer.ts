import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { NewTransfer, OdooFulfilment } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import { done, failed } from '../grouping.ts';
import type { Outcome } from '../grouping.ts';
import { groupOrders } from '../groups.ts';
import type { Operations } from '../groups.ts';
import { checkExternalId, loadOnce } from '../load-once.ts';
import type { Rpc } from '../rpc.ts';
import { readGrounds } from './transfer-ground.ts';
import type { TransferGround } from './transfer-ground.ts';
import { madeTransferRow, showLots } from './transfer-lots.ts';
import type { MadeTransfer } from './transfer-lots.ts';
import { transferColumns, transferRecord } from './transfer-record.ts';

interface Entry {
  readonly externalId: string;
  readonly transfer: NewTransfer;
}

interface GroundedEntry extends Entry {
  readonly ground: TransferGround;
}

type Made = Awaited<ReturnType<OdooFulfilment['createTransferOnce']>>;

/** Some seconds of Odoo's time. */
const atMost = 20;

/** Transfers with their moves by `load`, several in one call; then their lots by another, since lines nested in moves would stay invisible. */
export const createTransfersOnce = (operations: Operations): OdooFulfilment['createTransferOnce'] => {
  const create = groupOrders<Entry, Made>(operations, {
    batch: Math.min(atMost, operations.batch),
    shapeOf: () => '',
    keyOf: ({ externalId }) => externalId,
    run: (entries) => createAll(operations.rpc, entries),
  });
  return async (externalId, transfer) => {
    checkExternalId(externalId);
    if (transfer.lines.length === 0) {
      throw new Failure('InvalidInput', `The transfer of sale order ${transfer.origin} has nothing to move`);
    }
    return create({ externalId, transfer });
  };
};

const createAll = async (rpc: Rpc, entries: readonly Entry[]): Promise<readonly Outcome<Made>[]> => {
  const { major } = (await rpc.session()).server;
  const grounds = await readGrounds(
    rpc,
    major,
    entries.map((entry) => entry.transfer),
  );
  const outcomes = new Map<Entry, Outcome<Made>>();
  const grounded: GroundedEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const ground = grounds[index];
    if (ground?.done === true) grounded.push({ ...entry, ground: ground.value });
    else if (ground !== undefined) outcomes.set(entry, ground);
  }
  for (const companyId of new Set(grounded.map(({ ground }) => ground.companyId))) {
    const ofCompany = grounded.filter(({ ground }) => ground.companyId === companyId);
    const made = await createOfCompany(rpc, companyId, ofCompany);
    for (const [externalId, outcome] of made) {
      const entry = entries.find((one) => one.externalId === externalId);
      if (entry !== undefined) outcomes.set(entry, outcome);
    }
  }
  return entries.map((entry) => outcomes.get(entry) ?? noResult(entry));
};

const noResult = ({ transfer }: Entry): { readonly done: false; readonly error: Error } =>
  failed(new Failure('BadResponse', `Odoo says nothing of the transfer of sale order ${transfer.origin}`));

const createOfCompany = async (
  rpc: Rpc,
  companyId: number,
  entries: readonly GroundedEntry[],
): Promise<ReadonlyMap<string, Outcome<Made>>> => {
  const { major } = (await rpc.session()).server;
  const loaded = await loadOnce(
    rpc,
    { model: 'stock.picking', columns: transferColumns(major), context: { allowed_company_ids: [companyId] } },
    entries.map(({ externalId, transfer, ground }) => transferRecord(major, externalId, transfer, ground)),
  );
  const outcomes = new Map<string, Outcome<Made>>();
  const ids = loaded.flatMap((outcome) => (outcome.done ? [outcome.value] : []));
  const made = await readMade(rpc, ids);
  const shown = entries.flatMap(({ externalId, transfer }, index) => {
    const outcome = loaded[index];
    if (outcome?.done === false) outcomes.set(externalId, outcome);
    const row = outcome?.done === true ? made.get(outcome.value) : undefined;
    if (row === undefined) return [];
    outcomes.set(externalId, done({ id: row.id, name: row.name }));
    return [{ externalId, transfer, made: row }];
  });
  const refused = (await showLots(rpc, companyId, shown)).find((outcome) => !outcome.done);
  if (refused?.done === false) throw refused.error;
  return outcomes;
};

const readMade = async (rpc: Rpc, ids: readonly number[]): Promise<ReadonlyMap<number, MadeTransfer>> => {
  if (ids.length === 0) return new Map();
  const move = { product_id: {}, product_uom: {}, sale_line_id: {} };
  const specification = {
    ...{ name: {}, state: {}, location_id: {}, location_dest_id: {}, move_line_ids: {} },
    move_ids: { fields: move },
  };
  const rows = await rpc.call(
    {
      ...{ model: 'stock.picking', method: 'web_read', ids, params: { specification } },
      ...{ effect: 'read', about: 'transfers that were made', externalIds: ids.map(String) },
    },
    z.array(madeTransferRow),
  );
  return new Map(rows.map((row) => [row.id, row]));
};
