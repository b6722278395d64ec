import { listGoods, setPrice, toldOf, untilOffersRest, changeProducts } from '../support/offer-shop.ts';
import { useService } from '../support/use-service.ts';

describe('speed', function () {
  this.timeout(300_000);
  const service = useService({ settings: { requestsPerSecond: 1000, offers: { enabled: true } }, env: {ODOO_WATCH_INTERVAL_MS: '1000'} });
  it('10000', async () => {
    const s = service();
    const goods = await listGoods(s, 5, { stock: 7 });
    const single = goods[0]!;
    const one = async (price: number) => {
      const t = Date.now();
      await setPrice(s, single, price);
      const w = Date.now();
      for (;;) { const l = toldOf(s.shop, single.externalId).at(-1); if (l?.price === price) return [l.at.getTime() - t, w - t]; await new Promise((r) => setTimeout(r, 20)); }
    };
    const singles: number[] = [];
    for (let i = 0; i < 12; i++) { singles.push((await one(20 + i))[0]!); await new Promise((r) => setTimeout(r, 137 * (i % 7))); }
    for (let i = 0; i < 4; i++) {
      const t = Date.now();
      await setPrice(s, single, 200 + i);
      const [told] = await one(200 + i).catch(() => []) as number[];
      await untilOffersRest(s);
      const h = await s.client.workflow.getHandle('offers:cartona').fetchHistory();
      const ev = h.events!.map((e) => `${Number(e.eventTime!.seconds) * 1000 + Math.round(Number(e.eventTime!.nanos) / 1e6) - t}:${e.eventType}`);
      console.log('told', (toldOf(s.shop, single.externalId).at(-1)!.at.getTime()) - t, told, ev.join(' '));
      for (const c of s.sandbox.log.calls().filter((c) => Date.parse(c.at) >= t - 10).slice(0, 150)) console.log(Date.parse(c.at) - t, c.durationMs, c.system, c.rpc ? c.rpc.model + '.' + c.rpc.method : c.path);
      const r = await s.store.db.selectFrom('offer_pushes').selectAll().orderBy('at', 'desc').limit(1).execute();
      console.log('age', r[0]!.age_ms, r[0]!.at.getTime() - t);
      await new Promise((q) => setTimeout(q, 300));
    }
    return;
    console.log('idle singles', singles.sort((a, b) => a - b).join(' '));
    for (let round = 0; round < 2; round++) {
      const t0 = Date.now();
      await changeProducts(s, goods.slice(1), { list_price: 33 + round });
      const t2 = Date.now();
      const during: number[] = [];
      const all = (async () => { for (;;) { const left = s.shop.cartona.products().filter(({ product }) => product.selling_price === 33 + round).length; if (left >= goods.length - 1) return Date.now(); await new Promise((r) => setTimeout(r, 250)); } })();
      let done = false;
      void all.then(() => (done = true));
      let p = 100 + round * 50;
      while (!done) during.push((await one(p++))[0]!);
      console.log('written', t2 - t0, 'all', (await all) - t0, 'singles meanwhile', during.join(' '));
      await untilOffersRest(s);
    }
    const h = await s.client.workflow.getHandle('offers:cartona').fetchHistory();
    console.log('events', h.events?.length, s.sandbox.log.counts()['cartona']?.byRoute, s.sandbox.log.counts()['odoo']?.byRoute);
  });
});
