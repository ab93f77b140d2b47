import { cents, centsOf, dayOf, instant, type Maker, price } from './maker.ts';
import { APPLE_PRODUCTS, type Sale as AppleSale, appleRow, plain } from './random-apple.ts';
import { googleRow, type Order } from './random-google.ts';
import { WORKERS } from './random-jobs.ts';
import {
  type ApiLine,
  apiInvoice,
  chargeRow,
  csvInvoice,
  currencyOf,
  feeOf,
  type Ledger,
  later,
  ledger,
  reductions,
} from './random-stripe.ts';
import type { ProofChange } from './second-opinion.ts';

const DAY = 86_400_000;
const NONE = { discount: 0, credit: 0, inclusive: 0 };

/** Subscriptions that change their plan within a term, once or more: what is unused of one pays for another. */
export function planChanges(maker: Maker): void {
  for (let count = maker.chance.int(1, 2); count > 0; count -= 1) subscription(maker);
}

interface Term {
  readonly price: string;
  readonly from: number;
  readonly until: number;
  /** Cents of the whole term. */
  readonly amount: number;
}

function subscription(maker: Maker): void {
  const { chance } = maker;
  const name = `sub_${maker.fresh()}`;
  const currency = currencyOf(maker);
  const at = instant(maker, '2026-05-01', '2026-11-10');
  let term = newTerm(maker, at);
  let balance = 0;
  const bill = (when: number, lines: readonly ApiLine[]): void => {
    balance = invoiced(maker, { name, currency, at: when, lines, balance });
  };
  // A trial before the first term is no term that was paid.
  if (chance.percent(12))
    bill(at - 7 * DAY, [{ ...NONE, price: term.price, from: at - 7 * DAY, until: at, proration: false, amount: 0 }]);
  bill(at, [whole(term)]);
  let when = at;
  let pending: ApiLine[] = [];
  for (let count = chance.int(1, 3); count > 0; count -= 1) {
    when = chance.percent(8) ? when : when + chance.int(1, 25) * DAY + chance.int(0, 86_399) * 1000;
    if (when >= term.until) {
      term = { ...term, from: term.until, until: later(term.until, term.price.endsWith('y') ? 12 : 1) };
      bill(term.from, [...pending, whole(term)]);
      pending = [];
      when = term.from;
      continue;
    }
    const part = (term.until - when) / (term.until - term.from);
    const unused = { ...NONE, price: term.price, from: when, until: term.until, proration: true };
    const back = { ...unused, amount: -Math.round(term.amount * part) };
    const next = newTerm(maker, when);
    if (chance.percent(40)) {
      // The new plan begins a term of its own at once.
      bill(when, [back, whole(next)]);
      term = next;
      continue;
    }
    const change = [back, { ...unused, price: next.price, amount: Math.round(next.amount * part) }];
    term = { ...term, price: next.price, amount: next.amount };
    // What changes now is billed now, or with the next term.
    if (chance.percent(60)) bill(when, change);
    else pending.push(...change);
  }
}

const whole = (term: Term): ApiLine => ({ ...NONE, ...term, proration: false });

function newTerm(maker: Maker, from: number): Term {
  const [name, months] = maker.chance.pick([
    ['price_m', 1],
    ['price_pm', 1],
    ['price_y', 12],
    ['price_py', 12],
  ] as const);
  const amount = centsOf(price(maker, months === 1 ? ['20.00', '50.00'] : ['199.00', '498.00']));
  return { price: name, from, until: later(from, months), amount };
}

/** An invoice with its charge, where something is due: as the API has it or as the Dashboard's CSV. Returns the balance after it. */
function invoiced(
  maker: Maker,
  of: { name: string; currency: string; at: number; lines: readonly ApiLine[]; balance: number },
): number {
  const { chance } = maker;
  const { currency, at, lines, balance } = of;
  const id = maker.fresh();
  const net = lines.reduce((all, { amount }) => all + amount, 0);
  const tax = net > 0 && chance.percent(20) ? chance.int(0, Math.floor(net / 5)) : 0;
  const all = net + tax;
  const due = Math.max(0, all - balance);
  const left = all < 0 ? balance - all : balance - Math.min(balance, all);
  const paid = chance.percent(12) ? at + chance.int(1, 5) * DAY : at;
  const known = maker.stage();
  const same = {
    id: `in_${id}`,
    currency,
    at,
    paid,
    subscription: of.name,
    due,
    starting: balance === 0 ? 0 : -balance,
  };
  if (chance.percent(55)) apiInvoice(maker, { ...same, exclusive: tax, lines }, known);
  else {
    const from = Math.min(...lines.map((line) => line.from));
    const until = Math.max(...lines.map((line) => line.until));
    csvInvoice(maker, { ...same, from, until, subtotal: net, discount: 0, tax, status: 'paid' }, known);
  }
  if (due > 0) {
    const charge = chargeRow(maker, id, { at: paid, currency, gross: due, invoice: `in_${id}` });
    ledger(maker, charge, chance.percent(85) ? known : maker.stage());
    if (chance.percent(30)) reductions(maker, charge);
  }
  return left;
}

/** Charges in another currency, with rows of which some say what the customer saw and some do not. */
export function partlySeen(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) partlySeenCharge(maker);
}

function partlySeenCharge(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-06-01', '2026-12-01');
  const id = maker.fresh();
  const pence = centsOf(price(maker));
  const gross = Math.max(1, Math.round((pence * chance.int(115, 140)) / 100));
  const tax = chance.percent(40) ? chance.int(0, Math.floor(pence / 5)) : 0;
  const money = { subtotal: pence - tax, discount: 0, tax, due: pence, starting: 0, status: 'paid' };
  const known = maker.stage();
  const invoice = { id: `in_${id}`, currency: 'gbp', at, from: at, until: later(at, chance.pick([1, 12])) };
  csvInvoice(maker, { ...invoice, ...money, subscription: `sub_${id}` }, known);
  const charge: Ledger = { ...chargeRow(maker, id, { at, currency: 'usd', gross, invoice: `in_${id}` }) };
  // Of a charge that does not say it the invoice's currency tells.
  const seen = chance.percent(85) ? { seen: pence } : {};
  ledger(maker, { ...charge, fee: feeOf(maker, gross), ...seen }, known);
  let left = pence;
  let when = at;
  for (let count = chance.int(1, 3); count > 0 && left > 0; count -= 1) {
    when += chance.pick([3600, 86_400 * chance.int(1, 70)]) * 1000;
    if (when > Date.parse('2027-01-10')) return;
    const back = chance.percent(40) ? left : chance.int(1, left);
    const paid = Math.max(1, Math.round((back * chance.int(110, 145)) / 100));
    const dispute = chance.percent(30);
    const source = `${dispute ? 'du' : 're'}_${maker.fresh()}`;
    const row = { ...charge, at: when, fee: dispute ? 1500 : 0, category: dispute ? 'dispute' : 'refund', source };
    ledger(maker, { ...row, gross: -paid, ...(chance.percent(60) ? { seen: -back } : {}) });
    left -= back;
    if (!chance.percent(30)) continue;
    when += chance.int(1, 40) * DAY;
    const again = chance.percent(60) ? back : chance.int(1, back);
    const returned = chance.percent(50) ? paid : Math.max(1, Math.round((again * chance.int(110, 145)) / 100));
    const category = dispute ? 'dispute_reversal' : 'refund_failure';
    const part = chance.percent(60) ? { seen: again } : {};
    ledger(maker, {
      ...row,
      at: when,
      fee: 0,
      gross: chance.percent(80) ? Math.min(paid, returned) : returned,
      category,
      ...part,
    });
    if (again === back && chance.percent(50)) left += back;
  }
}

/** Who takes part is another matter after a close: rows that come, and rows that are taken out. */
export function participationChanges(maker: Maker): void {
  const { chance, closes } = maker;
  if (closes === 0) return;
  for (const each of WORKERS) {
    if (chance.percent(35)) continue;
    const from = chance.percent(50) ? '' : new Date(instant(maker, '2026-07-20', '2026-10-20')).toISOString();
    const known = maker.stage();
    const gone = known < closes && chance.percent(50) ? chance.int(known + 1, closes) : undefined;
    maker.put('participation', `${each},${from},`, known, gone);
  }
}

/** Reports of Apple and Google whose later download lacks rows; another may have them again. */
export function vanishingRows(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) {
    if (chance.percent(50)) vanishingSale(maker);
    else vanishingOrder(maker);
  }
}

/** Since when a row is known, after how many closes it is gone, and after how many it is there again. */
function comingAndGoing(maker: Maker): { known: number; gone?: number; again?: number } {
  const { chance, closes } = maker;
  const known = maker.stage();
  if (known >= closes || chance.percent(30)) return { known };
  const gone = chance.int(known + 1, closes);
  return gone < closes && chance.percent(30) ? { known, gone, again: gone + 1 } : { known, gone };
}

function vanishingSale(maker: Maker): void {
  const { chance } = maker;
  const [product, duration, prices] = chance.pick(APPLE_PRODUCTS);
  const amount = chance.pick(prices);
  const proceeds = cents(Math.floor((centsOf(amount) * 85) / 100));
  const sold: AppleSale = { ...plain(maker), product, duration, price: amount, proceeds };
  const put = (sale: AppleSale): void => {
    const { known, gone, again } = comingAndGoing(maker);
    appleRow(maker, sale, known, gone);
    if (again !== undefined) appleRow(maker, sale, again);
  };
  for (let count = chance.pick([1, 1, 2]); count > 0; count -= 1) put(sold);
  if (!chance.percent(60)) return;
  const day = sold.day + chance.int(1, 60) * DAY;
  if (day > Date.parse('2027-01-10')) return;
  put({ ...sold, day, refund: 'Yes', purchase: dayOf(sold.day), price: `-${sold.price}`, units: '-1' });
}

function vanishingOrder(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-07-25', '2026-12-20');
  const one = anOrder(maker);
  const gross = centsOf(chance.pick(['19.99', '199.00', '49.99']));
  const whole = comingAndGoing(maker);
  const put = (when: number, type: string, amount: number): void => {
    // Mostly the rows of an order go together.
    const { known, gone, again } = chance.percent(75) ? whole : comingAndGoing(maker);
    googleRow(maker, one, when, { type, amount, known, replaced: true, ...(gone === undefined ? {} : { gone }) });
    if (again !== undefined) googleRow(maker, one, when, { type, amount, known: again, replaced: true });
  };
  put(at, 'Charge', gross);
  put(at, 'Google fee', -Math.floor((gross * 15) / 100));
  if (!chance.percent(50)) return;
  const back = at + chance.int(1, 40) * DAY;
  put(back, 'Charge refund', -gross);
  put(back, 'Google fee refund', Math.floor((gross * 15) / 100));
}

function anOrder(maker: Maker): Order {
  const product = maker.chance.pick([
    ['unlimited', 'monthly'],
    ['unlimited', 'annual'],
    ['pro', 'monthly'],
  ] as const);
  const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`;
  return { id, product, currency: maker.chance.pick(['USD', 'USD', 'EUR']) };
}

/** Orders that buyers paid in another currency: a refund has the rate of its own day, so it may come to more than the charge. */
export function exchangedOrders(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) {
    const at = instant(maker, '2026-07-25', '2026-12-01');
    const one = anOrder(maker);
    const pence = centsOf(chance.pick(['17.99', '189.00', '44.99']));
    const put = (when: number, type: string, amount: number, percent: number, known: number): void => {
      const buyer = { currency: 'GBP', amount };
      const merchant = Math.sign(amount) * Math.max(1, Math.round((Math.abs(amount) * percent) / 100));
      googleRow(maker, one, when, { type, amount: merchant, known, buyer });
    };
    const [rate, known] = [chance.int(120, 140), maker.stage()];
    const fee = Math.floor((pence * 15) / 100);
    const tax = chance.percent(30) ? chance.int(1, Math.floor(pence / 10)) : 0;
    put(at, 'Charge', pence, rate, known);
    put(at, 'Google fee', -fee, rate, known);
    if (tax > 0) put(at, 'Tax', -tax, rate, known);
    let when = at;
    for (let left = pence, rows = chance.int(0, 2); rows > 0 && left > 0; rows -= 1) {
      when += chance.int(1, 50) * DAY;
      const [part, day, stage] = [chance.percent(55) ? left : chance.int(1, left), chance.int(110, 150), maker.stage()];
      const of = (amount: number): number => Math.floor((amount * part) / pence);
      put(when, part === pence ? 'Charge refund' : 'Charge partial refund', -part, day, stage);
      if (of(fee) > 0) put(when, 'Google fee refund', of(fee), day, stage);
      if (of(tax) > 0) put(when, 'Tax refund', of(tax), day, stage);
      left -= part;
      if (!chance.percent(20)) continue;
      const again = when + chance.int(1, 30) * DAY;
      put(again, 'Charge rebill', part, chance.percent(50) ? day : chance.int(100, 150), stage);
    }
  }
}

/** Sales for a year at prices about a quarter of what a plan costs now, cost before or will cost. */
export function lowSales(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(2, 4); count > 0; count -= 1) {
    const amount = chance.pick(['16.00', '24.99', '25.00', '49.75', '60.00', '59.99', '99.00', '124.49', '124.50']);
    const known = maker.stage();
    if (chance.percent(50)) {
      const product = chance.pick(['6700000001', '6700000002', '6700000004']);
      const proceeds = cents(Math.floor((centsOf(amount) * 85) / 100));
      appleRow(maker, { ...plain(maker), product, duration: '1 Year', price: amount, proceeds }, known);
      continue;
    }
    const id = `GPA.3300-1000-2000-${String(10000 + maker.fresh())}`;
    const one: Order = { id, product: [chance.pick(['unlimited', 'pro']), 'annual'], currency: 'USD' };
    const at = instant(maker, '2026-07-25', '2026-12-28');
    googleRow(maker, one, at, { type: 'Charge', amount: centsOf(amount), known });
  }
}

/** List prices that change, in the order of their months. */
export function listPrices({ chance }: Maker, changes: readonly ProofChange[]): ProofChange[] {
  const months = ['2026-05', '2026-09', '2026-10', '2026-11'].filter((month) =>
    changes.every(({ from }) => from !== month),
  );
  const own = months
    .filter(() => chance.percent(50))
    .map((from): ProofChange => {
      const [id, term, prices] = chance.pick([
        ['unlimited', 'monthly', ['22.00', '15.00']],
        ['unlimited', 'annual', ['240.00', '100.00', '64.00']],
        ['pro', 'annual', ['396.00', '600.00']],
      ] as const);
      return { from, plan: { id, term, price: chance.pick(prices) } };
    });
  return [...changes, ...own].sort((a, b) => (a.from < b.from ? -1 : 1));
}
