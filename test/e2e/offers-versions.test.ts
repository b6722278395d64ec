import assert from 'node:assert/strict';
import { listGoods, setPrice, setStock, untilOffersRest, untilTold } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';

describe('offers from every Odoo', function () {
  for (const odooVersion of [17, 19] as const) {
    describe(`${odooVersion}`, () => {
      const service = useService({ odooVersion, settings: { offers: { enabled: true } } });

      it('change of price, stock and archived', async () => {
        const stored = odooVersion === 17 ? { type: 'product' } : { type: 'consu', is_storable: true };
        const [goods] = await listGoods(service(), 1, { stock: 7, stored });
        assert.ok(goods);
        const { shop, odoo } = service();
        await setPrice(service(), goods, 12.5);
        await untilTold(shop, goods.externalId, { price: 12.5, stock: 7 });
        await setStock(service(), goods, 40);
        await untilTold(shop, goods.externalId, { price: 12.5, stock: 40 });
        await odoo.write('product.template', goods.templateId, { active: false });
        await untilTold(shop, goods.externalId, { price: 12.5, stock: 0 });
        await untilOffersRest(service());
      });
    });
  }
});
