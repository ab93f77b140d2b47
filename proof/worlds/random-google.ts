import { cents, centsOf, instant, type Maker, price } from './maker.ts';

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether the Pacific coast prints PDT: from the second Sunday of March to the first of November, at 10:00 and 9:00 UTC. */
function summer(at: number): boolean {
  const year = new Date(at).getUTCFullYear();
  const sunday = (month: number, nth: number): number => {
    const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
    return Date.UTC(year, month, 1 + ((7 - first) % 7) + 7 * (nth - 1));
  };
  return at >= sunday(2, 2) + 36_000_000 && at < sunday(10, 1) + 32_400_000;
}

export interface Order {
  readonly id: string;
  readonly product: readonly [sku: string, base: string];
  readonly currency: string;
}

/** The report of a month by profile and number. */
export const earningsFile = (period: string): string => `google/earnings_${period}_44710001-1`;

export function googleRow(
  maker: Maker,
  order: Order,
  at: number,
  movement: {
    type: string;
    amount: number;
    known: number;
    refund?: string;
    /** What the buyer paid in another currency, and after how many closes the row is gone. */
    buyer?: { currency: string; amount: number };
    gone?: number;
    /** The report that a later download replaces. */
    replaced?: boolean;
  },
): void {
  const local = new Date(at - (summer(at) ? 7 : 8) * 3_600_000);
  const hour = local.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${hour % 12 === 0 ? 12 : hour % 12}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'} ${summer(at) ? 'PDT' : 'PST'}`;
  const date = `"${NAMES[local.getUTCMonth()] ?? ''} ${local.getUTCDate()}, ${local.getUTCFullYear()}"`;
  const amount = cents(movement.amount);
  const period = `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}`;
  const file = movement.replaced === true ? earningsFile(period) : `google/PlayApps_${period}`;
  const buyer = movement.buyer ?? { currency: order.currency, amount: movement.amount };
  const rate = (movement.amount / (buyer.amount || 1)).toFixed(6);
  const [sku, base] = order.product;
  const cells = [
    order.id,
    date,
    time,
    movement.type.startsWith('Tax') ? 'Withholding Tax' : '',
    movement.type,
    movement.refund ?? '',
    'Unlimited',
    sku === '' ? '' : 'ai.app',
    '1',
    sku,
  ];
  maker.put(
    file,
    [...cells, '', 'US', '', '', buyer.currency, cents(buyer.amount), rate, order.currency, amount, base, ''].join(','),
    movement.known,
    movement.gone,
  );
}

const PRODUCTS = [
  ['unlimited', 'monthly', ['19.99', '4.00']],
  ['unlimited', 'annual', ['199.00', '149.99', '17.00']],
  ['pro', 'monthly', ['49.99']],
  ['pro', 'annual', ['498.00', '300.00']],
] as const;

/** Orders, with what Google and the state take of them, and what is given back. */
export function googleRows(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 5); count > 0; count -= 1) order(maker);
  if (chance.percent(20)) opening(maker);
  if (chance.percent(30)) strange(maker, { id: '', currency: chance.pick(['USD', 'USD', 'EUR']) });
}

/** An order older than the exports, and what is given back of it. */
function opening(maker: Maker): void {
  const { chance } = maker;
  const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`;
  const gross = centsOf(price(maker));
  const [tax, fee] = [chance.int(0, Math.floor(gross / 5)), chance.int(0, Math.floor(gross / 10))];
  const month = chance.pick(['2025-11', '2026-03', '2026-07']);
  const terms = ['google', id, 'unlimited', month, chance.pick(['1', '12'])];
  maker.put('opening', [...terms, cents(gross), cents(tax), cents(fee)].join(','), maker.stage());
  const one: Order = { id, product: ['unlimited', 'annual'], currency: 'USD' };
  if (chance.percent(85)) refund(maker, one, Date.parse('2026-08-02T08:00:00Z'), { gross, fee, tax, remit: 0 });
}

/** Rows that name no order, or whose type nobody knows: of a plan, of a pack, or of no product. */
function strange(
  maker: Maker,
  of: { readonly id: string; readonly currency: string },
  product?: Order['product'],
): void {
  const { chance } = maker;
  const at = instant(maker, '2026-07-10', '2026-12-28');
  const one: Order = {
    ...of,
    product:
      product ??
      chance.pick([
        ['unlimited', 'monthly'],
        ['spark.pack', 'once'],
        ['', ''],
      ] as const),
  };
  const type = of.id === '' ? chance.pick(['Adjustment', 'Charge', 'Levy']) : chance.pick(['Levy', 'Adjustment']);
  googleRow(maker, one, at, { type, amount: chance.pick([1, -1]) * chance.int(1, 2500), known: maker.stage() });
}

function order(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, chance.percent(25) ? '2025-10-01' : '2026-07-25', '2026-12-28');
  const [sku, base, prices] = chance.pick(PRODUCTS);
  const pack = chance.percent(12);
  const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}${chance.pick(['', '..0', '..3'])}`;
  const one: Order = {
    id,
    product: pack ? ['spark.pack', 'once'] : [sku, base],
    currency: chance.pick(['USD', 'USD', 'EUR']),
  };
  const gross = centsOf(base === 'annual' || chance.percent(70) ? chance.pick(prices) : price(maker));
  const known = maker.stage();
  const fees = Array.from({ length: chance.pick([0, 1, 1, 2]) }, () => Math.floor((gross * chance.int(1, 20)) / 100));
  const tax = chance.percent(25) ? chance.int(1, Math.floor(gross / 10) + 1) : 0;
  const remit = chance.percent(15) ? chance.int(1, Math.floor(gross / 10) + 1) : 0;
  googleRow(maker, one, at, { type: 'Charge', amount: gross, known });
  for (const fee of fees)
    googleRow(maker, one, at, {
      type: chance.pick(['Google fee', 'Google fee', 'Google fee (billing)']),
      amount: -fee,
      known,
    });
  if (tax > 0) googleRow(maker, one, at, { type: 'Tax', amount: -tax, known });
  if (remit > 0) googleRow(maker, one, at, { type: 'Tax', amount: remit, known });
  const amounts = { gross, fee: fees.reduce((all, fee) => all + fee, 0), tax, remit };
  if (chance.percent(45)) refund(maker, one, at, amounts);
  if (!pack && chance.percent(15)) beside(maker, one, at, known);
  if (chance.percent(12)) strange(maker, one, one.product);
}

/** Another product of the same order. */
function beside(maker: Maker, one: Order, at: number, known: number): void {
  const other: Order = {
    ...one,
    product: maker.chance.pick([
      ['spark.pack', 'once'],
      ['pro', 'monthly'],
    ] as const),
  };
  if (other.product[0] === one.product[0]) return;
  googleRow(maker, other, at, { type: 'Charge', amount: 999, known });
  googleRow(maker, other, at, { type: 'Google fee', amount: -150, known });
}

function refund(
  maker: Maker,
  one: Order,
  from: number,
  whole: { gross: number; fee: number; tax: number; remit: number },
): void {
  const { chance } = maker;
  const at = from + chance.pick([60, 86_400 * chance.int(1, 30), 86_400 * chance.int(20, 150)]) * 1000;
  if (at > Date.parse('2027-01-10')) return;
  const known = maker.stage();
  const full = chance.percent(50);
  const part = full ? 100 : chance.int(1, 99);
  const of = (amount: number): number => Math.floor((amount * part) / 100);
  const word = full ? 'Full' : 'Partial';
  const type = (name: string): string => (full || chance.percent(50) ? `${name} refund` : `${name} partial refund`);
  const back = {
    gross: Math.max(1, of(whole.gross)),
    fee: chance.percent(85) ? of(whole.fee) : 0,
    tax: chance.percent(85) ? of(whole.tax) : 0,
  };
  googleRow(maker, one, at, { type: type('Charge'), amount: -back.gross, known, refund: word });
  if (back.fee > 0) googleRow(maker, one, at, { type: type('Google fee'), amount: back.fee, known, refund: word });
  if (back.tax > 0) googleRow(maker, one, at, { type: 'Tax refund', amount: back.tax, known });
  if (whole.remit > 0 && chance.percent(70))
    googleRow(maker, one, at, { type: 'Tax refund', amount: -whole.remit, known });
  if (!chance.percent(25)) return;
  const again = at + chance.int(1, 60) * 86_400_000;
  const rest = (amount: number): number => (chance.percent(60) ? amount : chance.int(0, amount));
  const rebill = { gross: Math.max(1, rest(back.gross)), fee: rest(back.fee), tax: rest(back.tax) };
  const later = maker.stage();
  googleRow(maker, one, again, { type: 'Charge rebill', amount: rebill.gross, known: later });
  if (rebill.fee > 0) googleRow(maker, one, again, { type: 'Google fee rebill', amount: -rebill.fee, known: later });
  if (rebill.tax > 0) googleRow(maker, one, again, { type: 'Tax rebill', amount: -rebill.tax, known: later });
}

/** Rows of an order whose charge is in no file, or in one that comes later. */
export function incompleteOrders(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(0, 2); count > 0; count -= 1) incompleteOrder(maker);
}

function incompleteOrder(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-07-10', '2026-12-28');
  const [sku, base, prices] = chance.pick(PRODUCTS);
  const one: Order = {
    id: `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`,
    product: chance.percent(10) ? ['spark.pack', 'once'] : [sku, base],
    currency: chance.pick(['USD', 'USD', 'EUR']),
  };
  const gross = centsOf(chance.pick(prices));
  const known = maker.stage();
  const part = (): number => chance.int(1, Math.floor(gross / 10));
  const [fee, tax, remit] = [
    chance.percent(75) ? part() : 0,
    chance.percent(30) ? part() : 0,
    chance.percent(15) ? part() : 0,
  ];
  if (fee > 0) googleRow(maker, one, at, { type: 'Google fee', amount: -fee, known });
  if (chance.percent(15))
    googleRow(maker, one, at + 86_400_000 * chance.int(0, 40), { type: 'Google fee', amount: -part(), known });
  if (tax > 0) googleRow(maker, one, at, { type: 'Tax', amount: -tax, known });
  if (remit > 0) googleRow(maker, one, at, { type: 'Tax', amount: remit, known });
  const ended = chance.pick(['refund', 'refund', 'fee', 'none', 'none']);
  if (ended === 'refund') refund(maker, one, at, { gross, fee, tax, remit });
  if (fee > 0 && ended === 'fee')
    googleRow(maker, one, at + 86_400_000 * chance.int(0, 70), {
      type: 'Google fee refund',
      amount: fee,
      known: maker.stage(),
    });
  if (maker.closes > 0 && chance.percent(50))
    googleRow(maker, one, at, { type: 'Charge', amount: gross, known: chance.int(1, maker.closes) });
}

/** Refunds and fees of an order whose charge is in no file, more and more of them in one month: what is decided is about some. */
export function moreOfAnOrder(maker: Maker): void {
  const { chance } = maker;
  const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`;
  const one: Order = { id, product: ['unlimited', 'monthly'], currency: chance.pick(['USD', 'EUR']) };
  const at = instant(maker, '2026-08-01', '2026-12-10');
  const type = chance.pick(['Charge refund', 'Charge refund', 'Google fee', 'Levy']);
  const instants = [at, at, at + 3_600_000, at + chance.int(1, 10) * 86_400_000];
  // Equal rows of two downloads are one event or two (`repeated-row`): of those no two are equal.
  for (let count = chance.int(2, 4); count > 0; count -= 1) {
    const amount = 100 + count;
    const when = chance.pick(instants);
    const known = maker.stage();
    googleRow(maker, one, when, { type, amount: -amount, known });
    if (chance.percent(15)) googleRow(maker, one, when, { type, amount: -amount, known });
    if (type === 'Charge refund' && chance.percent(40))
      googleRow(maker, one, when, { type: 'Google fee refund', amount: 10 + count, known: maker.stage() });
  }
}

/** Orders of one product or two, with rows that name it in part, another one, or none. */
export function bareRows(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-08-01', '2026-12-28');
  const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`;
  const one: Order = { id, product: ['unlimited', 'monthly'], currency: chance.pick(['USD', 'EUR']) };
  const known = maker.stage();
  const charged = chance.pick([
    [['unlimited', 'monthly']],
    [['pro', 'monthly']],
    [['spark.pack', 'once']],
    [
      ['unlimited', 'monthly'],
      ['pro', 'monthly'],
    ],
    [
      ['unlimited', 'monthly'],
      ['spark.pack', 'once'],
    ],
  ] as const);
  for (const product of charged) {
    googleRow(maker, { ...one, product }, at, { type: 'Charge', amount: chance.int(900, 5000), known });
    // More than any row below gives back.
    googleRow(maker, { ...one, product }, at, { type: 'Google fee', amount: -300, known });
  }
  for (let count = chance.int(1, 3); count > 0; count -= 1) {
    const product = chance.pick([
      ['unlimited', ''],
      ['', ''],
      ['', ''],
      ['pro', 'monthly'],
      ['spark.pack', ''],
    ] as const);
    const [type, sign] = chance.pick([
      ['Google fee', -1],
      ['Tax', -1],
      ['Google fee refund', 1],
    ] as const);
    const day = at + (type === 'Google fee refund' ? 86_400_000 * chance.int(0, 50) : 0);
    googleRow(maker, { ...one, product }, day, {
      type,
      amount: sign * chance.int(1, 90),
      known: chance.percent(80) ? known : maker.stage(),
    });
  }
}
