/** Names under which a list of orders stands in an object (vendors.md §3; `data` is another usual one). */
export const listFields: ReadonlySet<string> = new Set(['orders', 'data']);

const orderFields = ['OrderID', 'OrderItems', 'OrderDetails', 'OrderStatus', 'CheckoutDetails', 'OrderCheckoutDetails'];

/** `{"data": {"orders": […]}}` is the deepest that was seen. */
const deepest = 3;

/**
 * The orders in a JSON value that is a list of them, an object with such a list, one order, or nothing (`{}`, `null`). Null when it is none of
 * these.
 */
export const ordersIn = (value: unknown, levels = deepest): readonly unknown[] | null => {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value;
  if (typeof value !== 'object' || levels === 0) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  if (orderFields.some((field) => fields.has(field))) return [value];
  const inside = [...listFields].filter((field) => fields.has(field)).map((field) => fields.get(field));
  if (inside.length > 0) {
    const found = inside.map((each) => ordersIn(each, levels - 1));
    return found.includes(null) ? null : found.flatMap((orders) => orders ?? []);
  }
  return fields.size === 0 ? [] : null;
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
