import { sandboxOpalToken } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import type { MoveInput, OpalControl } from '../../sandbox/opal/control.ts';
import type { OpalOrder } from '../../sandbox/opal/model.ts';
import type { ShipmentState } from '../../src/domain/delivery/delivery.ts';
import type { DeliveryView } from '../../src/domain/delivery/delivery-view.ts';
import type { FollowCounts } from '../../src/domain/fulfilment/follow.ts';
import { workflowTypes } from '../../src/domain/names.ts';
import type { AttentionKind } from '../../src/domain/order-stage.ts';
import { followNowStart } from '../../src/domain/run-starts.ts';
import { loadShipment, viewOfShipment } from '../../src/store/shipments/rows.ts';
import type { ShipmentRow } from '../../src/store/shipments/rows.ts';
import type { RestAnswer } from './rest.ts';
import type { Service } from './service.ts';
import { startShopSandbox } from './shop.ts';
import { untilFollowed } from './until-followed.ts';
import { waitForSome } from './wait.ts';

/** What is carried: default two pieces of goods of 1.5 kg each, to a usual address. */
export interface Parcel {
  /** Over the usual address of the receiver. */
  readonly address?: Readonly<Record<string, unknown>>;
  /** Kilograms of one piece; 0: Odoo does not know. */
  readonly weight?: number;
  /** Whether it belongs to a sale order. Default true. */
  readonly sold?: boolean;
  /** Pieces there are of the goods: too few, and the picking is not ready. */
  readonly stock?: number;
}

/** A courier of the service: the OPAL at the other end, and its connection. */
export interface CourierShop {
  readonly id: string;
  readonly name: string;
  readonly sandbox: Sandbox;
  /** What happens at the courier. */
  readonly opal: OpalControl;
  /** An outgoing picking in Odoo, ready unless there is too little stock. @returns its id */
  picking(parcel?: Parcel): Promise<number>;
  pickingState(pickingId: number): string;
  cancelPicking(pickingId: number): Promise<void>;
  /** As a client of the requirement does. */
  book(pickingId: number, provider?: string): Promise<RestAnswer>;
  /** Asks for a courier and waits until it is booked, and nothing is under way. @returns the id of the picking */
  booked(parcel?: Parcel): Promise<number>;
  row(pickingId: number, n?: number): Promise<ShipmentRow | null>;
  view(pickingId: number, n?: number): Promise<DeliveryView | null>;
  until(pickingId: number, what: string, isRight: (view: DeliveryView) => boolean, n?: number): Promise<DeliveryView>;
  /** Until it came to its end so, and its run has nothing more to see to. */
  untilClosed(pickingId: number, state: ShipmentState, n?: number): Promise<DeliveryView>;
  untilBooked(pickingId: number, n?: number): Promise<DeliveryView>;
  untilAttention(pickingId: number, kind: AttentionKind, n?: number): Promise<DeliveryView>;
  /** Orders at the courier for this picking. */
  atCourier(pickingId: number): readonly OpalOrder[];
  /** Asks after all open bookings now, to the end. */
  follow(): Promise<FollowCounts>;
  /** Moves the one living order of this picking there, and asks after it. */
  moveTo(pickingId: number, move: MoveInput): Promise<FollowCounts>;
  act(pickingId: number, action: 'retry' | 'skip' | 'cancel' | 'check', body?: unknown): Promise<RestAnswer>;
  /** A fault between us and the courier. */
  fault(rule: Omit<FaultRuleInput, 'system'>): void;
  change(body: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

const address = {
  name: 'Erika Mustermann',
  phone: '+49 30 1234567',
  email: 'erika@example.com',
  street: 'Musterstraße 12a',
  city: 'Berlin',
  zip: '10115',
};

export const sender = {
  name: 'Conveyor GmbH',
  contact: 'Versand',
  street: 'Hafenstraße',
  houseNumber: '5',
  zip: '20457',
  city: 'Hamburg',
};

let opened = 0;
/** Opens one more courier on a running service, with an OPAL of its own. */
export const openCourierShop = async (
  service: Service,
  label: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CourierShop> => {
  opened += 1;
  const id = `${label}-${opened}`;
  const name = `OPAL ${id}`;
  const sandbox = await startShopSandbox(18);
  const made = await service.rest.post('/api/connections', {
    id,
    kind: 'opal',
    name,
    enabled: true,
    settings: {
      baseUrl: `${sandbox.url}/opal/`,
      sender,
      // Tests ask when they want to, and are not what a quota is for.
      trackEveryMinutes: 1_440,
      requestsPerSecond: 500,
      timeoutMs: 2_000,
      ...settings,
    },
    secrets: { token: sandboxOpalToken },
  });
  if (made.status !== 201) {
    await sandbox.close();
    throw new Error(`The connection ${id} is refused: ${made.text}`);
  }
  const shop = shopOf(service, { id, name, sandbox });
  service.attach(shop);
  return shop;
};

const shopOf = (service: Service, { id, name, sandbox }: Pick<CourierShop, 'id' | 'name' | 'sandbox'>): CourierShop => {
  const { rest, client, odoo, store } = service;
  const opal = (): OpalControl => sandbox.opal.control;
  const open = (pickingId: number, n: number) => loadShipment(store.db, { pickingId, n });

  const view: CourierShop['view'] = async (pickingId, n = 1) => {
    const found = await open(pickingId, n);
    return found === undefined ? null : viewOfShipment(found);
  };
  const until: CourierShop['until'] = (pickingId, what, isRight, n = 1) => {
    let last: DeliveryView | null = null;
    return waitForSome(
      `shipment ${n} of picking ${pickingId} ${what}`,
      async () => {
        last = await view(pickingId, n);
        return last !== null && isRight(last) ? last : null;
      },
      { describe: () => JSON.stringify(last, null, 1) },
    );
  };
  const untilBooked: CourierShop['untilBooked'] = (pickingId, n) =>
    until(pickingId, 'is booked', ({ courier, next }) => courier !== null && next === 'wait', n);
  const book: CourierShop['book'] = (pickingId, provider = id) =>
    rest.post('/api/delivery/shipments', { picking_id: pickingId, provider_code: provider });

  const sold = async (productId: number, partnerId: number): Promise<number> => {
    const order = await odoo.create('sale.order', {
      partner_id: partnerId,
      order_line: [[0, 0, { product_id: productId, product_uom_qty: 2, price_unit: 10 }]],
    });
    await odoo.confirm(order);
    const [made] = (await odoo.saleOrder(order)).pickings;
    if (made === undefined) throw new Error(`Sale order ${order} has no transfer`);
    return made.id;
  };
  const unsold = async (productId: number, partnerId: number): Promise<number> => {
    const [type] = odoo.door.search('stock.picking.type', [['code', '=', 'outgoing']]);
    const [customers] = odoo.door.search('stock.location', [['usage', '=', 'customer']]);
    const between = { location_id: odoo.seeded.stockLocation, location_dest_id: customers };
    const made = await odoo.create('stock.picking', {
      ...between,
      picking_type_id: type,
      partner_id: partnerId,
      move_ids: [
        [
          0,
          0,
          { ...between, product_id: productId, product_uom_qty: 2, ...(odoo.version === 19 ? {} : { name: 'Goods' }) },
        ],
      ],
    });
    await odoo.call('stock.picking', 'action_confirm', [[made]]);
    await odoo.call('stock.picking', 'action_assign', [[made]]);
    return made;
  };
  const picking: CourierShop['picking'] = async ({
    address: over = {},
    weight = 1.5,
    sold: isSold = true,
    stock = 100,
  } = {}) => {
    const [germany] = odoo.door.search('res.country', [['code', '=', 'DE']]);
    const productId = await odoo.product({ name: `Goods of ${id}`, weight }, stock);
    const partnerId = await odoo.create('res.partner', { ...address, country_id: germany, ...over });
    return isSold ? sold(productId, partnerId) : unsold(productId, partnerId);
  };
  const atCourier: CourierShop['atCourier'] = (pickingId) =>
    opal()
      .orders()
      .filter(({ reference }) => reference.split('-')[2] === String(pickingId));
  const follow: CourierShop['follow'] = async () => {
    await untilFollowed(service, id);
    const options = followNowStart({ connection: id });
    return client.workflow.execute(workflowTypes.followShipments, options) as Promise<FollowCounts>;
  };

  let closing: Promise<void> | null = null;
  const shop: CourierShop = {
    id,
    name,
    sandbox,
    get opal() {
      return opal();
    },
    picking,
    pickingState: (pickingId) => {
      const row = odoo.door.rows('stock.picking').find((each) => each['id'] === pickingId);
      return String(row?.['state'] ?? 'gone');
    },
    cancelPicking: async (pickingId) => {
      await odoo.call('stock.picking', 'action_cancel', [[pickingId]]);
    },
    book,
    booked: async (parcel) => {
      const pickingId = await picking(parcel);
      const { status, text } = await book(pickingId);
      if (status !== 201) throw new Error(`No courier for picking ${pickingId}: ${text}`);
      await untilBooked(pickingId);
      return pickingId;
    },
    row: async (pickingId, n = 1) => (await open(pickingId, n))?.row ?? null,
    view,
    until,
    untilClosed: (pickingId, state, n) =>
      until(pickingId, `is closed as ${state}`, (seen) => seen.state === state && seen.next === 'closed', n),
    untilBooked,
    untilAttention: (pickingId, kind, n) =>
      until(pickingId, `needs attention, ${kind}`, ({ attention }) => attention.some((each) => each.kind === kind), n),
    atCourier,
    follow,
    moveTo: async (pickingId, move) => {
      const order = atCourier(pickingId).at(-1);
      if (order === undefined) throw new Error(`Picking ${pickingId} is not at the courier`);
      opal().setStatus(order.orderNumber, move);
      return follow();
    },
    act: (pickingId, action, body) => rest.post(`/api/delivery/shipments/${pickingId}/${action}`, body),
    fault: (rule) => void sandbox.faults.add({ ...rule, system: 'opal' }),
    change: async (body) => {
      const { status, text } = await rest.call('PUT', `/api/connections/${id}`, body);
      if (status !== 200) throw new Error(`The connection ${id} cannot be changed: ${text}`);
    },
    close: () => {
      closing ??= sandbox.close();
      return closing;
    },
  };
  return shop;
};
