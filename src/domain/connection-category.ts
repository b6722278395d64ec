/** What connections are for: those of one category can do the same. */
export const connectionCategories = ['marketplace', 'pos', 'fulfilment', 'delivery'] as const;
export type ConnectionCategory = (typeof connectionCategories)[number];

/** What a person may run now (`sync <connection> <process>`). */
export const syncProcesses = ['pull', 'offers', 'reconcile', 'listings', 'pos', 'shipments'] as const;
export type SyncProcess = (typeof syncProcesses)[number];

const processes = {
  marketplace: ['pull', 'offers', 'reconcile', 'listings'],
  pos: ['pos'],
  fulfilment: ['shipments'],
  delivery: ['shipments'],
} as const satisfies Record<ConnectionCategory, readonly SyncProcess[]>;

/** The processes a connection of this category has. */
export const processesOf = (category: ConnectionCategory): readonly SyncProcess[] => processes[category];

/** As it is called in a sentence. */
export const categoryWords = (category: ConnectionCategory): string => words[category];

const words = {
  marketplace: 'a marketplace',
  pos: 'a point of sale',
  fulfilment: 'a prep centre',
  delivery: 'a courier',
} as const satisfies Record<ConnectionCategory, string>;
