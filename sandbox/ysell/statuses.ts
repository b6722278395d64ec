/** A status as Ysell lists it (vendors.md §2): a code, and a name, which is all that the dialect of the requirement shows. */
export interface YsellStatus {
  readonly code: string;
  readonly name: string;
  readonly text: string;
}

/** `text` is how the other dialect spells it. `Done` stands in the requirement and in no list: as a code it is a shipped order. */
export const ysellStatuses: readonly YsellStatus[] = [
  { code: '1', name: 'created', text: 'Created' },
  { code: '2', name: 'to be paid', text: 'To be paid' },
  { code: '3', name: 'paid', text: 'Paid' },
  { code: '3.1', name: 'reservation error', text: 'Reservation error' },
  { code: '3.2', name: 'no product_id', text: 'Error' },
  { code: '3.3', name: 'supplier not found', text: 'Error' },
  { code: '3.5', name: 'fulfilment error', text: 'Fulfilment error' },
  { code: '4', name: 'not in stock', text: 'Not in stock' },
  { code: '5.1', name: 'ready for printing', text: 'In progress' },
  { code: '5.3', name: 'label or address error', text: 'Error' },
  { code: '6', name: 'label printed', text: 'Label printed' },
  { code: '6.3', name: 'collecting', text: 'Collecting' },
  { code: '7', name: 'packed', text: 'Packed' },
  { code: '7.1', name: 'shipped', text: 'Shipped' },
  { code: 'Done', name: 'delivered', text: 'Done' },
  { code: '8', name: 'cancelled', text: 'Cancelled' },
  { code: '9', name: 'refunded', text: 'Refunded' },
];

/** The way of an order to which nothing happens, once it is paid. */
export const usualWay = ['3', '5.1', '6', '6.3', '7', '7.1', 'Done'] as const;

export const shipped = '7.1';

/** Its code by code or text; anything else stays as it is written: a status that nobody has heard of. */
export const statusCodeOf = (written: string): string => {
  const text = written.trim().toLowerCase();
  const byCode = ysellStatuses.find(({ code }) => code.toLowerCase() === text);
  const byText = ysellStatuses.filter((status) => status.text.toLowerCase() === text);
  return byCode?.code ?? (byText.length === 1 ? byText[0]?.code : undefined) ?? written.trim();
};

export const statusTextOf = (code: string): string =>
  ysellStatuses.find((status) => status.code === code)?.text ?? code;

export const statusNameOf = (code: string): string | null =>
  ysellStatuses.find((status) => status.code === code)?.name ?? null;

/** As a JSON number, as decimals come; `Done` is no code. */
export const statusNumberOf = (code: string): number | string => {
  const known = code === 'Done' ? shipped : code;
  return /^\d+(?:\.\d+)?$/.test(known) ? Number(known) : known;
};

/** Nothing is sent any more, so that its serial numbers are free again. */
export const isDead = (code: string): boolean => code === '8' || code === '9';
