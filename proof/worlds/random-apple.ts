import { cents, centsOf, dayOf, instant, type Maker, price } from './maker.ts';

const DAY = 86_400_000;

export interface Sale {
  readonly day: number;
  readonly product: string;
  readonly duration: string;
  readonly offer: string;
  readonly offerDuration: string;
  readonly price: string;
  readonly currency: string;
  readonly proceeds: string;
  readonly proceedsCurrency: string;
  readonly subscriber: string;
  readonly refund: string;
  readonly purchase: string;
  readonly units: string;
}

/** A row goes into the report of its day, which is downloaded again when a row of it becomes known late. */
export function appleRow(maker: Maker, sale: Sale, known?: number, gone?: number): void {
  const day = dayOf(sale.day);
  maker.put(
    `apple/Subscriber_89990001_${day.replaceAll('-', '')}`,
    [
      ...[
        day,
        'Render',
        '6600000000',
        'plan',
        sale.product,
        '21500001',
        sale.duration,
        '',
        '',
        sale.offer,
        sale.offerDuration,
        '',
      ],
      ...[
        sale.price,
        sale.currency,
        sale.proceeds,
        sale.proceedsCurrency,
        ' ',
        ' ',
        ' ',
        'iPhone',
        'US',
        sale.subscriber,
        '',
      ],
      ...[sale.refund, sale.purchase, sale.units],
    ].join('\t'),
    known,
    gone,
  );
}

export const APPLE_PRODUCTS = [
  ['6700000001', '1 Month', ['19.99', '22.99']],
  ['6700000002', '1 Year', ['199.99', '149.99', '16.99', '49.75']],
  ['6700000003', '1 Month', ['49.99', '3.99']],
  ['6700000004', '1 Year', ['498.00', '249.00']],
  ['6700000001', '3 Months', ['59.99']],
  ['6700000001', '6 Months', ['99.99']],
  ['6700000001', '2 Months', ['39.99']],
] as const;

/** Sales of some subscribers, with their refunds. */
export function appleRows(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 5); count > 0; count -= 1) sale(maker);
  if (chance.percent(30)) free(maker);
  if (chance.percent(15))
    appleRow(maker, { ...plain(maker), product: '6700000090', duration: '', price: '4.99', proceeds: '3.49' });
  if (chance.percent(10))
    appleRow(maker, {
      ...plain(maker),
      refund: 'Yes',
      purchase: dayOf(Date.parse('2026-03-01')),
      units: '-1',
      price: '-19.99',
      proceeds: '16.99',
    });
  if (maker.closes === 0 && chance.percent(8)) appleRow(maker, { ...plain(maker), product: '6700000077' });
}

export function plain(maker: Maker): Sale {
  const day =
    Math.floor(instant(maker, maker.chance.percent(25) ? '2025-10-01' : '2026-07-25', '2026-12-28') / DAY) * DAY;
  return {
    ...{
      day,
      product: '6700000001',
      duration: '1 Month',
      offer: '',
      offerDuration: '',
      price: '19.99',
      currency: 'USD',
    },
    ...{
      proceeds: '16.99',
      proceedsCurrency: 'USD',
      subscriber: `55${String(maker.fresh()).padStart(8, '0')}`,
      refund: '',
      purchase: '',
      units: '1',
    },
  };
}

function sale(maker: Maker): void {
  const { chance } = maker;
  const [product, duration, prices] = chance.pick(APPLE_PRODUCTS);
  const yen = chance.percent(15);
  const own = duration === '1 Year' || chance.percent(70) ? chance.pick(prices) : price(maker);
  const amount = yen ? cents(centsOf(own) * 150) : own;
  const currency = yen ? 'JPY' : chance.pick(['USD', 'USD', 'EUR', 'GBP']);
  const proceeds = cents(Math.floor((centsOf(amount) * chance.pick([70, 85, 60, 100])) / 100));
  const base: Sale = {
    ...plain(maker),
    ...{ product, duration, price: amount, currency, proceeds },
    proceedsCurrency: chance.percent(8) ? 'USD' : currency,
    units: chance.percent(10) ? '2' : '1',
  };
  const upFront = duration === '1 Month' && chance.percent(10);
  const sold = upFront
    ? { ...base, offer: 'Pay Up Front', offerDuration: chance.pick(['3 Months', '6 Months']) }
    : base;
  appleRow(maker, sold, maker.stage());
  if (chance.percent(45)) refund(maker, sold);
  // Equal rows are separate sales.
  else if (chance.percent(15)) appleRow(maker, sold, 0);
}

function refund(maker: Maker, sold: Sale): void {
  const { chance } = maker;
  const day = sold.day + chance.pick([0, 1, chance.int(2, 30), chance.int(20, 150)]) * DAY;
  if (day > Date.parse('2027-01-10')) return;
  const off = chance.percent(15) ? chance.pick([-DAY, DAY]) : 0;
  const back = { ...sold, day, refund: 'Yes', purchase: dayOf(sold.day + off), offer: '', offerDuration: '' };
  if (chance.percent(50)) appleRow(maker, { ...back, price: `-${sold.price}`, units: `-${sold.units}` });
  else {
    const part = chance.int(1, 99);
    const of = (text: string): string => cents(Math.max(1, Math.floor((centsOf(text) * part) / 100)));
    appleRow(maker, { ...back, price: `-${of(sold.price)}`, proceeds: of(sold.proceeds), units: '0' });
  }
}

function free(maker: Maker): void {
  const trial = maker.chance.percent(70);
  appleRow(maker, {
    ...plain(maker),
    price: '0.00',
    proceeds: '0.00',
    offer: trial ? 'Free Trial' : '',
    offerDuration: trial ? '3 Days' : '',
  });
}

/** Sales older than the reports, by the name that the reports give a charge, and what is given back of them. */
export function appleOpenings(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) opening(maker);
}

function opening(maker: Maker): void {
  const { chance } = maker;
  const day = Date.parse(chance.pick(['2025-11-05', '2026-03-31', '2026-07-01', '2026-07-31']));
  const [product, duration, prices] = chance.pick(APPLE_PRODUCTS);
  const amount = chance.percent(70) ? chance.pick(prices) : price(maker);
  const proceeds = cents(Math.floor((centsOf(amount) * chance.pick([70, 85, 100])) / 100));
  const sold: Sale = { ...plain(maker), day, product, duration, price: amount, proceeds };
  const rest = centsOf(amount) - centsOf(proceeds);
  const tax = chance.percent(30) ? chance.int(0, centsOf(proceeds)) : 0;
  const key = `${sold.subscriber}-${product}-${dayOf(day)}`;
  const months = chance.pick(['1', '6', '12']);
  const parts = [amount, cents(tax), cents(rest)];
  maker.put('opening', ['apple', key, 'unlimited', dayOf(day).slice(0, 7), months, ...parts].join(','), maker.stage());
  // An export that holds the sale after all takes the place of the row.
  if (chance.percent(12)) appleRow(maker, sold, maker.stage());
  for (let count = chance.pick([0, 1, 1, 1, 2]); count > 0; count -= 1) refund(maker, sold);
}

/** Equal sales of one day, of which one row takes some back. */
export function equalSales(maker: Maker): void {
  const { chance } = maker;
  const [product, duration, amount] = chance.pick([
    ['6700000001', '1 Month', '19.99'],
    ['6700000002', '1 Year', '199.99'],
  ] as const);
  const proceeds = cents(Math.floor((centsOf(amount) * chance.pick([70, 85])) / 100));
  const sold: Sale = { ...plain(maker), product, duration, price: amount, proceeds };
  const count = chance.int(2, 4);
  for (let each = 0; each < count; each += 1) appleRow(maker, sold, 0);
  const day = sold.day + chance.int(0, 120) * DAY;
  if (day > Date.parse('2027-01-10')) return;
  const back = { ...sold, day, refund: 'Yes', purchase: dayOf(sold.day), price: `-${amount}` };
  appleRow(maker, { ...back, units: `-${chance.int(1, count)}` }, maker.stage());
}

/** A sale in a currency that has no rate: no month of its world is closed. */
export function salesWithoutRate(maker: Maker): void {
  if (maker.closes > 0) return;
  const sold = { ...plain(maker), currency: 'CHF', proceedsCurrency: 'CHF' };
  appleRow(maker, sold, maker.stage());
  if (maker.chance.percent(40)) refund(maker, sold);
}
