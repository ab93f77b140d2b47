import type { Movement } from './close-world.ts';

/** Known on time: an annual charge of August and a monthly one of October. */
export const ON_TIME: readonly Movement[] = [
  { kind: 'charge', id: 'a', charge: 'ch_a', day: '2026-08-03', amount: '120.00', until: '2027-08-03' },
  { kind: 'charge', id: 'b', charge: 'ch_b', day: '2026-10-05', amount: '20.00', fee: '0.88', until: '2026-11-05' },
];
/** An annual charge of September, and a refund in October of the charge of August. */
export const LATE: readonly Movement[] = [
  {
    kind: 'charge',
    id: 'late',
    charge: 'ch_late',
    day: '2026-09-10',
    amount: '240.00',
    fee: '12.00',
    until: '2027-09-10',
  },
  { kind: 'refund', id: 'late_refund', charge: 'ch_a', day: '2026-10-20', amount: '60.00' },
];
export const SALE = { subscriber: '5501', term: 'month', price: '19.99', proceeds: '16.99' } as const;
