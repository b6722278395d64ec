import assert from 'node:assert/strict';
import { listGoods, setPrice, setStock, toldOf, untilOffersRest, untilTold } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';

describe('a change of price or stock in Odoo', function () {
  this.timeout(60_000);
  const service = useService({ settings: { offers: { enabled: true } } });

  it('is at the marketplace, price and stock in one call', async () => {
    const [goods] = await listGoods(service(), 1, { stock: 7 });
    assert.ok(goods);
    assert.deepEqual(toldOf(service().shop, goods.externalId), []);
    await setPrice(service(), goods, 12.5);
    await untilTold(service().shop, goods.externalId, { price: 12.5, stock: 7 });
    await setStock(service(), goods, 40);
    await untilTold(service().shop, goods.externalId, { price: 12.5, stock: 40 });
    await untilOffersRest(service());
    assert.equal(toldOf(service().shop, goods.externalId).length, 2);
  });
});
