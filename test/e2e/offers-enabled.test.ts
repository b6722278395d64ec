import assert from 'node:assert/strict';
import { listGoods, setPrice, untilTold, untilWatched } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';

describe('offers that are enabled between two looks at Odoo', function () {
  const intervalMs = 8_000;
  const service = useService({
    settings: { offers: { enabled: true } },
    env: { ODOO_WATCH_INTERVAL_MS: String(intervalMs) },
  });

  it('are watched at once: what changes a moment later is pushed, however far away the next look is', async () => {
    const [goods] = await listGoods(service(), 1);
    assert.ok(goods);
    const { shop } = service();
    const later = await service().connect('later', { offers: { enabled: true } });
    const began = Date.now();
    await untilWatched(service(), later);
    assert.ok(Date.now() - began < intervalMs / 2, `watched only after ${Date.now() - began} ms`);
    await setPrice(service(), goods, 12.5);
    await untilTold(shop, goods.externalId, { price: 12.5 });
  });
});
