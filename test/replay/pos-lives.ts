import { workflowIds } from '../../src/domain/names.ts';
import { openPosShop } from '../support/pos-shop.ts';
import type { PosShop, PosShopOptions } from '../support/pos-shop.ts';
import type { Service } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const bread = { name: 'Pita bread, 5 pieces', quantity: 1 };
const unknown = { name: 'Nobody knows it', price: 5, taxPercent: 0, quantity: 1 };

const imported = async (
  service: Service,
  label: string,
  lines: readonly { readonly name: string; readonly quantity: number }[],
  options: PosShopOptions = {},
): Promise<{ shop: PosShop; key: string }> => {
  const shop = await openPosShop(service, label, options);
  const { key } = shop.place({ lines: [...lines] });
  await shop.sync();
  return { shop, key };
};

/** Lives of the runs of a point of sale; each gives the id of the run whose history shows it. */
export const posLives: Readonly<Record<string, (service: Service) => Promise<string>>> = {
  'pos-import': async (service) => {
    const { shop } = await imported(service, 'fetched', [bread]);
    return workflowIds.now(workflowIds.posImport(shop.id));
  },

  'pos-import-pushed': async (service) => {
    const shop = await openPosShop(service, 'pushed');
    const { key, wire } = shop.place({ lines: [bread] });
    await shop.push(wire);
    await shop.untilState(key, 'paid');
    const id = workflowIds.posImport(shop.id);
    await service.client.workflow.getHandle(id).result();
    return id;
  },

  'pos-import-without-session': async (service) => {
    const { shop } = await imported(service, 'waiting', [bread], { settings: { autoCreateSession: false } });
    const id = workflowIds.posImport(shop.id);
    await waitFor(
      'the run that waits for a session',
      () => service.client.workflow.list({ query: `WorkflowId = "${id}"` })[Symbol.asyncIterator]().next(),
      ({ done }) => done !== true,
    );
    return id;
  },

  'pos-order-retried': async (service) => {
    const { shop, key } = await imported(service, 'retried', [unknown]);
    await shop.untilAttention(key, 'unknown-product');
    shop.source.change(key, { lines: [bread] });
    await shop.act(key, 'retry');
    await shop.sync();
    await shop.untilState(key, 'paid');
    const id = workflowIds.posOrder(shop.id, key);
    await service.client.workflow.getHandle(id).result();
    return id;
  },

  'pos-order-skipped': async (service) => {
    const { shop, key } = await imported(service, 'skipped', [unknown]);
    await shop.untilAttention(key, 'unknown-product');
    await shop.act(key, 'skip', { reason: 'sold by phone' });
    const id = workflowIds.posOrder(shop.id, key);
    await service.client.workflow.getHandle(id).result();
    return id;
  },
};
