import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SandboxLogger } from '../logger.ts';
import type { OdooClient } from '../odoo-client.ts';
import type { YsellControl, YsellOrderView } from '../ysell/control.ts';
import { usualWay } from '../ysell/statuses.ts';
import type { Demo } from './demo.ts';
import { createSalesperson } from './salesperson.ts';
import type { YsellStory } from './ysell-stories.ts';
import { webTeam, ysellStories } from './ysell-stories.ts';

export interface YsellDemoOptions {
  readonly odoo: OdooClient;
  readonly ysell: YsellControl;
  /** Whether somebody is there to ship what is sold: nobody ships what was confirmed before. */
  readonly isServed: () => boolean;
  readonly logger: SandboxLogger;
  /** How often the demo looks around. Default 1000. */
  readonly tickMs?: number;
  /** Stretches or, below 1, shortens every pause. Default 1. */
  readonly pace?: number;
}

const salespersonTakesMs = 2_000;
const stepTakesMs = 5_000;

const references = ysellStories.map(({ reference }) => reference);

const salesSchema = z.array(z.looseObject({ name: z.string(), client_order_ref: z.string() }));
const idsSchema = z.array(z.int());
const productsSchema = z.array(z.looseObject({ id: z.int(), default_code: z.string() }));

const salesOf = async (odoo: OdooClient) =>
  salesSchema.parse(
    await odoo.call('sale.order', 'search_read', [[['client_order_ref', 'in', references]]], {
      fields: ['name', 'client_order_ref'],
      load: '',
    }),
  );

const quote = async (odoo: OdooClient, { reference, customer, lines }: YsellStory): Promise<void> => {
  const found = await odoo.call(
    'product.product',
    'search_read',
    [[['default_code', 'in', lines.map(([code]) => code)]]],
    { fields: ['default_code'], load: '' },
  );
  const idOf = new Map(productsSchema.parse(found).map(({ id, default_code: code }) => [code, id]));
  const [team] = idsSchema.parse(await odoo.call('crm.team', 'search', [[['name', '=', webTeam]]]));
  const [egypt] = idsSchema.parse(await odoo.call('res.country', 'search', [[['code', '=', 'EG']]]));
  const partner = await odoo.call('res.partner', 'create', [{ ...customer, country_id: egypt }]);
  await odoo.call('sale.order', 'create', [
    {
      partner_id: partner,
      client_order_ref: reference,
      team_id: team,
      order_line: lines.map(([code, quantity]) => [
        0,
        0,
        { product_id: idOf.get(code) ?? false, product_uom_qty: quantity },
      ]),
    },
  ]);
};

/** Puts what the web shop is about to sell into Odoo, as quotations. Called once, while nothing has happened in the sandbox yet; what is there already is left. */
export const beginYsellDemo = async (odoo: OdooClient): Promise<void> => {
  const quoted = new Set((await salesOf(odoo)).map((sale) => sale.client_order_ref));
  for (const story of ysellStories) if (!quoted.has(story.reference)) await quote(odoo, story);
};

/** An order that somebody took off its way, or brought to its end, is left alone. */
const isOnItsWay = ({ status }: YsellOrderView): boolean =>
  status !== usualWay.at(-1) && usualWay.some((each) => each === status);

/**
 * A salesperson confirms the quotations of the web shop one by one, and the people of the prep centre bring what arrives of them to its end. What comes
 * next is always read from Odoo and Ysell, so that a restart repeats nothing; where the demo was not begun there is nothing to do.
 */
export const startYsellDemo = (options: YsellDemoOptions): Demo => {
  const { odoo, ysell, isServed, logger, tickMs = 1000, pace = 1 } = options;
  const stopping = new AbortController();
  const salesperson = createSalesperson(odoo, { takesMs: salespersonTakesMs * pace });
  let servedSince: number | null = null;

  const sell = async (): Promise<void> => {
    if (isServed()) servedSince ??= Date.now();
    if (servedSince === null) return;
    const passed = Date.now() - servedSince;
    const due = ysellStories.filter(({ startsAfterMs }) => passed >= startsAfterMs * pace);
    await salesperson.look([{ references: due.map(({ reference }) => reference), delivers: false }]);
  };

  const ship = async (): Promise<void> => {
    for (const { name } of await salesOf(odoo)) {
      for (const order of ysell.orders({ reference: name }).filter(isOnItsWay)) {
        const arrivedAt = order.history.at(-1)?.at ?? order.createdAt;
        if (Date.now() - Date.parse(arrivedAt) >= stepTakesMs * pace) ysell.advance(order.id);
      }
    }
  };

  const tick = async (): Promise<void> => {
    await sell();
    await ship();
  };

  const play = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await tick().catch((error: unknown) =>
        logger.warn({ err: error }, 'the demo of the web shop stumbled, and goes on'),
      );
      await wait(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const played = play();

  return {
    stop: async () => {
      stopping.abort();
      await played;
    },
  };
};
