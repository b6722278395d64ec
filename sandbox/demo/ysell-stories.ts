/** Who buys in the web shop. What is left out, the customer did not say. */
export interface WebCustomer {
  readonly name: string;
  readonly phone?: string;
  readonly email: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
}

/** One order of the web shop, as a quotation in Odoo. How far it has come is read from there, so nothing is ever confirmed twice. */
export interface YsellStory {
  /** The shop's number of it: the customer's reference in Odoo, by which it is told apart. */
  readonly reference: string;
  /** Since the sandbox was called for the first time. */
  readonly startsAfterMs: number;
  readonly customer: WebCustomer;
  /** Internal reference of a product, and how many of it. */
  readonly lines: readonly (readonly [code: string, quantity: number])[];
}

/** The sales team that sells in the web shop. */
export const webTeam = 'Website';

/** The cast, over a quarter of a minute. */
export const ysellStories: readonly YsellStory[] = [
  {
    reference: 'WEB-1001',
    startsAfterMs: 0,
    customer: {
      name: 'Mariam Adel',
      phone: '+20 100 555 0101',
      email: 'mariam.adel@example.com',
      street: '14 El Nasr Street',
      zip: '11728',
      city: 'Cairo',
    },
    lines: [['SCALE-SN', 2]],
  },
  {
    reference: 'WEB-1002',
    startsAfterMs: 6_000,
    customer: {
      name: 'Karim Fouad',
      phone: '+20 100 555 0102',
      email: 'karim.fouad@example.com',
      street: '3 Corniche Road',
      zip: '21599',
      city: 'Alexandria',
    },
    lines: [
      ['TEA-100', 3],
      ['COFF-200', 1],
    ],
  },
  {
    reference: 'WEB-1003',
    startsAfterMs: 12_000,
    customer: {
      name: 'Salma Nabil',
      email: 'salma.nabil@example.com',
      street: '27 Pyramids Road',
      zip: '12556',
      city: 'Giza',
    },
    lines: [['SCALE-SN', 1]],
  },
];
