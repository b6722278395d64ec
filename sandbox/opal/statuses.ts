/** The way of an order to which nothing happens. */
export const usualWay = ['Beauftragt', 'Disponiert', 'Abgeholt', 'Zugestellt'] as const;

export const [taken, planned, collected, delivered] = usualWay;
export const cancelled = 'Storniert';
/** A trip in vain: what OPAL shows as delivered, with this in place of the one who took it. */
export const inVain = 'Fehlanfahrt';

/** Whether the courier has the goods, or had: nothing is cancelled any more. */
export const isCollected = (status: string): boolean =>
  status === collected || status === delivered || status === inVain;

/** Whether the order was looked at and planned: it has its papers. */
export const isPlanned = (status: string): boolean => status === planned || isCollected(status);
