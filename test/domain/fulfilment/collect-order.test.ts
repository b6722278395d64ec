import assert from 'node:assert/strict';
import { collectOrder } from '../../../src/domain/fulfilment/collect-order.ts';
import type { CentreProduct, Collected } from '../../../src/domain/fulfilment/collect-order.ts';
import type { FulfilmentOrder } from '../../../src/domain/fulfilment/fulfilment.ts';
import type { ShippableOrder } from '../../../src/domain/fulfilment/odoo-fulfilment.ts';
import { aLine, anAddress, aSentLine, aSentOrder, aShippableOrder, serials } from './builders.ts';

const collect = (
  changes: Partial<ShippableOrder> = {},
  listings: Readonly<Record<number, readonly CentreProduct[]>> = {},
): Collected => collectOrder(aShippableOrder(changes), (productId) => listings[productId] ?? [], 'ysell');

const contentOf = (collected: Collected): FulfilmentOrder => {
  assert.ok(collected.kind === 'ready', JSON.stringify(collected));
  return collected.content;
};

const waitsFor = (collected: Collected): string => {
  assert.ok(collected.kind === 'waits', JSON.stringify(collected));
  return collected.waitsFor;
};

describe('what is sent of a sale order', () => {
  it('is the receiver, the lines and the comment as Odoo has them', () => {
    assert.deepEqual(contentOf(collect()), aSentOrder());
    assert.equal(contentOf(collect({ note: 'Ring twice' })).comment, 'Ring twice');
  });

  it('has both lines of the street in one', () => {
    const { receiver } = contentOf(collect({ deliverTo: anAddress({ street2: 'Gate 3' }) }));
    assert.equal(receiver.street, '4557 De Silva St, Gate 3');
    const onlySecond = collect({ deliverTo: anAddress({ street: null, street2: 'Gate 3' }) });
    assert.equal(contentOf(onlySecond).receiver.street, 'Gate 3');
  });

  it('does without what is not required', () => {
    const deliverTo = anAddress({ email: null, zip: null, state: null, country: null });
    const { receiver } = contentOf(collect({ deliverTo }));
    assert.deepEqual([receiver.email, receiver.zip, receiver.state, receiver.country], [null, null, null, null]);
  });

  it('calls a product as the listing says, before the field of the product', () => {
    const { lines } = contentOf(collect({}, { 904: [{ externalId: 'A-77', factor: '1' }] }));
    assert.equal(lines[0]?.centreProductId, 'A-77');
  });

  it('counts and prices what the prep centre ships, and keeps the quantity in Odoo beside it', () => {
    const lines = [aLine({ quantity: '36', unitPrice: '0.35' })];
    const content = contentOf(collect({ lines }, { 904: [{ externalId: 'BOX', factor: '12' }] }));
    assert.deepEqual(content.lines, [
      aSentLine({ centreProductId: 'BOX', quantity: '3', productQuantity: '36', unitPrice: '4.2' }),
    ]);
  });

  it('divides without a float where a unit there is a part of one in Odoo', () => {
    const lines = [aLine({ quantity: '0.3', unitPrice: '9' })];
    const content = contentOf(collect({ lines }, { 904: [{ externalId: 'GRAM', factor: '0.1' }] }));
    assert.deepEqual([content.lines[0]?.quantity, content.lines[0]?.unitPrice], ['3', '0.9']);
  });

  it('takes quantities with decimals as they are where the units are the same', () => {
    assert.equal(contentOf(collect({ lines: [aLine({ quantity: '1.50' })] })).lines[0]?.quantity, '1.5');
  });

  it('names the reserved lots of each line', () => {
    const lots = [
      { name: 'L1', quantity: '1.5' },
      { name: 'L2', quantity: '0.5' },
    ];
    assert.deepEqual(contentOf(collect({ lines: [aLine({ tracking: 'lot', lots })] })).lines[0]?.lots, lots);
    const tracked = [aLine({ tracking: 'serial', lots: serials('S1', 'S2') })];
    assert.deepEqual(contentOf(collect({ lines: tracked })).lines[0]?.lots, serials('S1', 'S2'));
  });
});

describe('what a person has to complete', () => {
  it('is named all at once, with the records and what to do', () => {
    const collected = collect({
      deliverTo: anAddress({ phone: null, city: null }),
      lines: [aLine({ fieldValue: null }), aLine({ id: 2, productId: 905, name: 'Gadget', fieldValue: null })],
    });
    assert.deepEqual(collected, {
      kind: 'missing',
      reason:
        'S00042 cannot be sent: the delivery address "Azure Interior, Brandon Freeman" (contact 17) has no phone and no city; ' +
        '"Widget" (product 904) has no id at ysell: say it with `conveyor listings map ysell <id there> 904`; ' +
        '"Gadget" (product 905) has no id at ysell: say it with `conveyor listings map ysell <id there> 905`.',
    });
  });

  it('is said of an address without anything', () => {
    const deliverTo = anAddress({ name: null, phone: null, street: null, city: null });
    assert.deepEqual(collect({ deliverTo }), {
      kind: 'missing',
      reason: 'S00042 cannot be sent: the delivery address contact 17 has no name, phone, street and no city.',
    });
  });

  it('is an order without goods', () => {
    assert.deepEqual(collect({ lines: [] }), {
      kind: 'missing',
      reason: 'S00042 cannot be sent: it has no goods to ship.',
    });
  });

  it('names a product once, on however many lines it stands', () => {
    const collected = collect({ lines: [aLine({ fieldValue: null }), aLine({ id: 2, fieldValue: null })] });
    assert.ok(collected.kind === 'missing');
    assert.equal(collected.reason.split('"Widget"').length, 2);
  });

  it('is a quantity that is no whole number of what the prep centre ships', () => {
    for (const quantity of ['10', '12.000001', '0.5']) {
      const collected = collect({ lines: [aLine({ quantity })] }, { 904: [{ externalId: 'BOX', factor: '12' }] });
      assert.ok(collected.kind === 'missing', quantity);
      assert.match(
        collected.reason,
        /of "Widget" \(product 904\) is no whole number of what ysell ships, since BOX is 12/,
      );
    }
  });

  it('is said before what Odoo will do by itself', () => {
    const collected = collect({ deliverTo: anAddress({ phone: null }), lines: [aLine({ tracking: 'serial' })] });
    assert.equal(collected.kind, 'missing');
  });
});

describe('a product with several ids at the prep centre', () => {
  const listings = {
    904: [
      { externalId: 'A-77', factor: '1' },
      { externalId: 'A-78', factor: '1' },
    ],
  };

  it('is ambiguous, whatever its field says', () => {
    assert.deepEqual(collect({}, listings), {
      kind: 'ambiguous',
      reason:
        'S00042 cannot be sent: "Widget" (product 904) has 2 ids at ysell, A-77 and A-78: ' +
        'keep one and remove the others (DELETE /api/listings/ysell/<id there>).',
    });
  });

  it('is said together with what is missing', () => {
    const collected = collect({ deliverTo: anAddress({ phone: null }) }, listings);
    assert.ok(collected.kind === 'missing');
    assert.match(collected.reason, /has no phone; "Widget" \(product 904\) has 2 ids/);
  });
});

describe('an order waits', () => {
  it('for as many serial numbers as its line has pieces', () => {
    assert.equal(
      waitsFor(collect({ lines: [aLine({ tracking: 'serial' })] })),
      'the reservation of 2 of "Widget" (serial numbers)',
    );
    assert.equal(
      waitsFor(collect({ lines: [aLine({ tracking: 'serial', lots: serials('S1') })] })),
      'the reservation of 1 of "Widget" (serial numbers)',
    );
  });

  it('for lots that cover the quantity', () => {
    const lots = [{ name: 'L1', quantity: '1.2' }];
    assert.equal(
      waitsFor(collect({ lines: [aLine({ tracking: 'lot', lots })] })),
      'the reservation of 0.8 of "Widget" (lots)',
    );
  });

  it('for each line that is not covered', () => {
    const lines = [aLine({ tracking: 'serial' }), aLine({ id: 2, name: 'Flour', tracking: 'lot' }), aLine({ id: 3 })];
    assert.equal(
      waitsFor(collect({ lines })),
      'the reservation of 2 of "Widget" (serial numbers) and the reservation of 2 of "Flour" (lots)',
    );
  });

  it('until no more serial numbers are reserved than are sold', () => {
    assert.equal(
      waitsFor(collect({ lines: [aLine({ tracking: 'serial', lots: serials('S1', 'S2', 'S3') })] })),
      'the release of 1 of the 3 reserved serial numbers of "Widget"',
    );
  });

  it('for nothing where its products are not tracked', () => {
    assert.equal(collect().kind, 'ready');
  });
});
