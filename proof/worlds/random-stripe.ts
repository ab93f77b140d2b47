import { cents, centsOf, instant, type Maker, price, stamp } from './maker.ts';

const DAY = 86_400_000;

export interface Ledger {
  readonly at: number;
  readonly currency: string;
  /** Cents. */
  readonly gross: number;
  readonly fee: number;
  readonly category: string;
  readonly source: string;
  readonly charge: string;
  readonly invoice: string;
  /** What the customer saw, in pence, where that was another currency. */
  readonly seen?: number;
}

/** The row of a charge in the ledger, under an id of its own; what Stripe keeps of it is random. */
export function chargeRow(
  maker: Maker,
  id: number,
  charge: Pick<Ledger, 'at' | 'currency' | 'gross' | 'invoice'>,
): Ledger {
  return { ...charge, fee: feeOf(maker, charge.gross), category: 'charge', source: `ch_${id}`, charge: `ch_${id}` };
}

export function ledger(maker: Maker, row: Ledger, known?: number, of?: { id: string; file: string }): void {
  const cells = [
    of?.id ?? `txn_${maker.fresh()}`,
    stamp(row.at),
    row.currency,
    cents(row.gross),
    cents(row.fee),
    cents(row.gross - row.fee),
  ];
  const seen = row.seen === undefined ? ['', ''] : [cents(row.seen), 'gbp'];
  maker.put(
    of?.file ?? `stripe/ledger-${row.currency}`,
    [...cells, row.category, row.source, row.charge, row.invoice, ...seen].join(','),
    known,
  );
}

/** Charges of a random Stripe account, with everything that beside them stands in its ledger. */
export function stripeRows(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 6); count > 0; count -= 1) {
    const at = instant(maker, chance.percent(25) ? '2025-09-01' : '2026-07-01', '2026-12-28');
    if (chance.percent(15)) renewals(maker, at);
    else if (chance.percent(10)) presented(maker, at);
    else if (chance.percent(50)) csvCharge(maker, at);
    else if (chance.percent(75)) apiCharge(maker, at);
    else oddCharge(maker, at);
  }
  for (let count = chance.int(0, 3); count > 0; count -= 1) zeroInvoice(maker);
  for (let count = chance.int(0, 3); count > 0; count -= 1) standAlone(maker);
  if (chance.percent(25)) strange(maker);
  if (chance.percent(20)) opening(maker);
}

export const currencyOf = ({ chance }: Maker): string => (chance.percent(80) ? 'usd' : 'eur');
export const feeOf = ({ chance }: Maker, gross: number): number =>
  chance.percent(85) ? Math.round(gross * 0.029) + 30 : chance.int(0, gross);

/** The same day so many months later, or the last day of that month. */
export function later(at: number, months: number): number {
  const date = new Date(at);
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return target + (Math.min(date.getUTCDate(), days) - 1) * DAY + (at % DAY);
}

export interface CsvInvoice {
  readonly id: string;
  readonly currency: string;
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly subscription: string;
  /** Cents. */
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly due: number;
  readonly starting: number;
  readonly status: string;
  /** When it was paid, where that was not at once. */
  readonly paid?: number;
}

export function csvInvoice(maker: Maker, invoice: CsvInvoice, known?: number): void {
  const minute = (at: number): string => stamp(at).slice(0, 16);
  const when = minute(invoice.at);
  const all = invoice.subtotal - invoice.discount + invoice.tax;
  const paid = invoice.status === 'paid' ? minute(invoice.paid ?? invoice.at) : '';
  maker.put(
    'stripe/invoices',
    [
      ...[
        invoice.id,
        cents(invoice.due),
        invoice.currency,
        `cus_${invoice.subscription}`,
        when,
        String(paid !== '').toUpperCase(),
        paid,
        when,
      ],
      ...[
        minute(invoice.from),
        minute(invoice.until),
        when,
        when,
        cents(invoice.starting),
        '0.00',
        invoice.subscription,
      ],
      ...[
        cents(invoice.subtotal),
        cents(invoice.discount),
        invoice.tax === 0 ? '' : cents(invoice.tax),
        cents(all),
        cents(invoice.due),
        invoice.status,
      ],
    ].join(','),
    known,
  );
}

/** A charge whose invoice stands in the CSV: one line over its span. */
function csvCharge(maker: Maker, at: number): void {
  const { chance } = maker;
  const id = maker.fresh();
  const months = chance.percent(50) ? 1 : 12;
  const odd = chance.percent(12)
    ? at + chance.pick([28, 29, 30, 31, 364, 365, 366, ...(maker.closes === 0 ? [45, 200] : [])]) * DAY
    : 0;
  const currency = currencyOf(maker);
  const subtotal = centsOf(price(maker));
  const discount = chance.percent(15) ? chance.int(0, subtotal - 1) : 0;
  const tax = chance.percent(35) ? chance.int(0, Math.floor(subtotal / 4)) : 0;
  const all = subtotal - discount + tax;
  const byBalance = chance.percent(10) ? chance.int(0, all - 1) : 0;
  const start = chance.percent(85) ? at : at - chance.int(1, 20 * 86_400) * 1000;
  const gross = all - byBalance;
  const known = maker.stage();
  csvInvoice(
    maker,
    {
      ...{
        id: `in_${id}`,
        currency,
        at,
        from: start,
        until: odd === 0 ? later(start, months) : odd - at + start,
        subscription: `sub_${id}`,
      },
      ...{ subtotal, discount, tax, due: gross, starting: -byBalance, status: 'paid' },
    },
    known,
  );
  const charge = chargeRow(maker, id, { at, currency, gross, invoice: `in_${id}` });
  ledger(maker, charge, chance.percent(85) ? known : maker.stage());
  reductions(maker, charge);
  if (chance.percent(12)) strange(maker, charge);
  if (chance.percent(10)) draft(maker, { id: `in_${id}`, currency, at, subscription: `sub_${id}` });
  if (chance.percent(10)) {
    maker.put(
      'opening',
      ['stripe', `ch_${id}`, 'unlimited', '2026-03', '12', cents(gross), '0.00', cents(Math.min(gross, 100))].join(','),
    );
  }
}

/** A version of an invoice that counts for nothing beside a paid one. */
function draft(maker: Maker, invoice: { id: string; currency: string; at: number; subscription: string }): void {
  const until = later(invoice.at, 12);
  const line = { price: 'price_y', from: invoice.at, until, proration: false, amount: 7700 };
  const lines = [{ ...line, discount: 0, credit: 0, inclusive: 0 }];
  apiInvoice(maker, { ...invoice, exclusive: 0, due: 7700, lines, status: 'draft' });
}

/** A subscription that renews, month after month; one of its invoices may begin inside a term that was paid before. */
function renewals(maker: Maker, at: number): void {
  const { chance } = maker;
  const id = maker.fresh();
  const gross = centsOf(price(maker));
  const known = maker.stage();
  const count = chance.int(2, 4);
  const early = chance.percent(25) ? chance.int(1, count - 1) : -1;
  for (let each = 0; each < count; each += 1) {
    const from = later(at, each) - (each === early ? chance.int(1, 10) * DAY : 0);
    const [one, money] = [`${id}_${each}`, { subtotal: gross, discount: 0, tax: 0, due: gross, starting: 0 }];
    const invoice = {
      id: `in_${one}`,
      currency: 'usd',
      at: from,
      from,
      until: later(from, 1),
      subscription: `sub_${id}`,
    };
    csvInvoice(maker, { ...invoice, ...money, status: 'paid' }, known);
    const of = { category: 'charge', source: `ch_${one}`, charge: `ch_${one}`, invoice: `in_${one}` };
    const charge = { at: from, currency: 'usd', gross, fee: feeOf(maker, gross), ...of };
    ledger(maker, charge, known);
    if (chance.percent(30)) reductions(maker, charge);
  }
}

/** The money of an invoice of which nothing is taken off. */
function paidInFull(due: number, tax = 0) {
  return { subtotal: due - tax, discount: 0, tax, due, starting: 0, status: 'paid' };
}

/** A charge that the customer paid in pounds: a refund is the fraction that the customer saw, whatever that day's rate. */
function presented(maker: Maker, at: number): void {
  const { chance } = maker;
  const id = maker.fresh();
  const pence = centsOf(price(maker));
  const gross = Math.max(1, Math.round((pence * chance.int(115, 140)) / 100));
  const invoice = { id: `in_${id}`, currency: 'gbp', at, from: at, until: later(at, chance.pick([1, 12])) };
  const tax = chance.percent(40) ? chance.int(0, Math.floor(pence / 5)) : 0;
  const money = paidInFull(pence, tax);
  csvInvoice(maker, { ...invoice, ...money, subscription: `sub_${id}` }, 0);
  const of = { category: 'charge', source: `ch_${id}`, charge: `ch_${id}`, invoice: `in_${id}` };
  const charge = { at, currency: 'usd', gross, fee: feeOf(maker, gross), ...of };
  ledger(maker, { ...charge, seen: pence }, 0);
  let left = pence;
  let when = at;
  for (let count = chance.int(0, 2); count > 0 && left > 0; count -= 1) {
    when += chance.int(1, 70) * DAY;
    const back = chance.percent(50) ? left : chance.int(1, left);
    left -= back;
    const paid = Math.max(1, Math.round((back * chance.int(110, 145)) / 100));
    ledger(maker, {
      ...charge,
      at: when,
      gross: -paid,
      fee: 0,
      category: 'refund',
      source: `re_${maker.fresh()}`,
      seen: -back,
    });
  }
}

/** What takes of a charge, and what brings it back. */
export function reductions(maker: Maker, charge: Ledger): void {
  const { chance } = maker;
  let left = charge.gross;
  let at = charge.at;
  for (let count = chance.pick([0, 0, 0, 1, 1, 1, 2, 3]); count > 0 && left > 0; count -= 1) {
    at += chance.pick([60, 3600, 86_400, 86_400 * chance.int(2, 40), 86_400 * chance.int(20, 200)]) * 1000;
    if (at > Date.parse('2027-01-10')) return;
    // Now and then more comes back than is left: another day's rate, or a fee.
    const gross = chance.percent(8) ? left + chance.int(1, 500) : chance.percent(45) ? left : chance.int(1, left);
    const kind = chance.percent(70) ? 'refund' : 'dispute';
    const source = `${kind === 'refund' ? 're' : 'du'}_${maker.fresh()}`;
    const fee = kind === 'dispute' ? 1500 : chance.percent(90) ? 0 : -30;
    ledger(maker, {
      ...charge,
      at,
      gross: -gross,
      fee,
      category:
        kind === 'refund' ? chance.pick(['refund', 'refund', 'charge_failure', 'partial_capture_reversal']) : kind,
      source,
    });
    left -= gross;
    if (!chance.percent(kind === 'dispute' ? 50 : 12)) continue;
    const back = chance.percent(75) ? gross : chance.int(1, gross);
    const when = at + chance.pick([3600, 86_400 * chance.int(1, 90)]) * 1000;
    const category = kind === 'dispute' ? 'dispute_reversal' : 'refund_failure';
    const names = chance.percent(88) ? charge.charge : '';
    ledger(maker, {
      ...charge,
      at: when,
      gross: back,
      fee: chance.percent(80) ? 0 : -1500,
      category,
      source,
      charge: names,
    });
    if (back === gross && chance.percent(50)) left += gross;
    at = chance.percent(60) ? when : at;
  }
}

export interface ApiLine {
  readonly price: string;
  readonly from: number;
  readonly until: number;
  readonly proration: boolean;
  readonly amount: number;
  readonly discount: number;
  readonly credit: number;
  readonly inclusive: number;
}

const seconds = (at: number): number => Math.floor(at / 1000);

/** An invoice as the API has it, in the shape before or after the version of March 2025. */
export function apiInvoice(
  maker: Maker,
  invoice: {
    id: string;
    currency: string;
    at: number;
    subscription: string;
    exclusive: number;
    due: number;
    lines: readonly ApiLine[];
    status?: string;
    test?: boolean;
    outOfBand?: boolean;
    /** What the total says more than the lines, in minor units. */
    off?: number;
    cut?: boolean;
    paid?: number;
    starting?: number;
  },
  known?: number,
): void {
  const old = maker.chance.percent(50);
  const net = invoice.lines.reduce((all, line) => all + line.amount - line.discount - line.credit - line.inclusive, 0);
  const inclusive = invoice.lines.reduce((all, line) => all + line.inclusive, 0);
  const tax = invoice.exclusive + inclusive;
  const off = invoice.off ?? 0;
  const data = invoice.lines.map((line, at) => apiLine(line, `il_${invoice.id}_${9 - at}`, invoice, old));
  const shape = {
    ...{
      id: invoice.id,
      object: 'invoice',
      amount_due: invoice.due,
      amount_paid: invoice.due,
      created: seconds(invoice.at),
      currency: invoice.currency,
    },
    ...{
      customer: `cus_${invoice.subscription}`,
      starting_balance: invoice.starting ?? 0,
      ending_balance: 0,
      livemode: invoice.test !== true,
      status: invoice.status ?? 'paid',
      ...(invoice.outOfBand === true ? { paid_out_of_band: true } : {}),
    },
    lines: { object: 'list', data, has_more: invoice.cut === true },
    status_transitions: {
      finalized_at: seconds(invoice.at),
      paid_at: seconds(invoice.paid ?? invoice.at),
      marked_uncollectible_at: null,
      voided_at: null,
    },
    ...{
      subtotal: net + inclusive + off,
      total: net + tax + off,
      total_excluding_tax: net + off,
      period_start: seconds(invoice.at),
      period_end: seconds(invoice.at),
    },
    total_discount_amounts: invoice.lines.flatMap(({ discount }) => (discount === 0 ? [] : [{ amount: discount }])),
    ...(old
      ? {
          subscription: invoice.subscription,
          tax,
          total_tax_amounts: tax === 0 ? [] : [{ amount: tax, inclusive: false }],
        }
      : {
          parent: { subscription_details: { subscription: invoice.subscription }, type: 'subscription_details' },
          total_taxes: tax === 0 ? [] : [{ amount: tax, tax_behavior: 'exclusive' }],
        }),
  };
  maker.put('stripe/api', JSON.stringify(shape), known);
}

function apiLine(line: ApiLine, id: string, invoice: { currency: string; subscription: string }, old: boolean): object {
  const common = {
    ...{ id, object: 'line_item', amount: line.amount, currency: invoice.currency, livemode: true },
    // The amount is of all pieces: how many they are says nothing.
    quantity: 1 + (line.amount % 4 === 0 ? line.amount % 7 : 0),
    discount_amounts: line.discount === 0 ? [] : [{ amount: line.discount }],
    period: { start: seconds(line.from), end: seconds(line.until) },
    pretax_credit_amounts: [
      ...(line.credit === 0 ? [] : [{ amount: line.credit, type: 'credit_balance_transaction' }]),
      ...(line.discount === 0 ? [] : [{ amount: line.discount, type: 'discount' }]),
    ],
  };
  if (old) {
    const taxes = line.inclusive === 0 ? [] : [{ amount: line.inclusive, inclusive: true }];
    return {
      ...common,
      price: { id: line.price, object: 'price' },
      proration: line.proration,
      subscription: invoice.subscription,
      tax_amounts: taxes,
      type: 'subscription',
    };
  }
  const parent = line.proration
    ? {
        invoice_item_details: { proration: true, subscription: invoice.subscription },
        subscription_item_details: null,
        type: 'invoice_item_details',
      }
    : {
        invoice_item_details: null,
        subscription_item_details: { proration: false, subscription: invoice.subscription },
        type: 'subscription_item_details',
      };
  const taxes = line.inclusive === 0 ? [] : [{ amount: line.inclusive, tax_behavior: 'inclusive' }];
  return {
    ...common,
    parent,
    pricing: { price_details: { price: line.price, product: 'prod' }, type: 'price_details' },
    taxes,
  };
}

function apiLines(maker: Maker, at: number): ApiLine[] {
  const { chance } = maker;
  const plain = { discount: 0, credit: 0, inclusive: 0, proration: false, from: at };
  const [name, months] = chance.pick([
    ['price_m', 1],
    ['price_y', 12],
    ['price_pm', 1],
    ['price_py', 12],
  ] as const);
  const amount = centsOf(price(maker));
  const base: ApiLine = { ...plain, price: name, until: later(at, months), amount };
  if (chance.percent(30)) {
    const cut = chance.int(0, Math.floor(amount / 3));
    return [
      {
        ...base,
        discount: chance.percent(50) ? cut : 0,
        credit: chance.percent(30) ? cut : 0,
        inclusive: chance.percent(40) ? chance.int(0, Math.floor(amount / 5)) : 0,
      },
    ];
  }
  if (chance.percent(50)) {
    const end = at + chance.int(5, 340) * DAY;
    const back = chance.percent(25) ? at - chance.int(1, 60) * DAY : at;
    const remaining = {
      ...plain,
      price: chance.pick(['price_pm', 'price_py']),
      from: back,
      until: end,
      proration: true,
      amount: amount + chance.int(0, 30_000),
    };
    const unused = {
      ...plain,
      price: chance.pick(['price_m', 'price_y']),
      from: back,
      until: end,
      proration: true,
      amount: -chance.int(0, amount),
    };
    return chance.percent(50) ? [unused, remaining] : [remaining, unused, { ...base, amount: chance.int(1, 5000) }];
  }
  if (chance.percent(40)) return [base, { ...base, price: 'price_pack', amount: chance.int(1, 9000) }];
  return [base];
}

function apiCharge(maker: Maker, at: number): void {
  const { chance } = maker;
  const id = maker.fresh();
  const currency = currencyOf(maker);
  const lines = apiLines(maker, at);
  const net = lines.reduce((all, line) => all + line.amount - line.discount - line.credit, 0);
  if (net <= 0) return;
  const exclusive = chance.percent(30) ? chance.int(0, Math.floor(net / 4)) : 0;
  const all = net + exclusive;
  const gross = chance.percent(12) ? chance.int(1, all) : all;
  const known = maker.stage();
  apiInvoice(maker, { id: `in_${id}`, currency, at, subscription: `sub_${id}`, exclusive, due: gross, lines }, known);
  const charge = chargeRow(maker, id, { at, currency, gross, invoice: `in_${id}` });
  ledger(maker, charge, known);
  reductions(maker, charge);
  if (chance.percent(12)) strange(maker, charge);
}

/** A charge of no subscription; or, where nothing is closed, one that needs a person. */
function oddCharge(maker: Maker, at: number): void {
  const { chance } = maker;
  const id = maker.fresh();
  const gross = centsOf(price(maker));
  const invoice = maker.closes === 0 && chance.percent(40) ? `in_none_${id}` : '';
  const charge = chargeRow(maker, id, { at, currency: currencyOf(maker), gross, invoice });
  if (chance.percent(75)) ledger(maker, charge);
  if (chance.percent(60)) reductions(maker, charge);
  if (chance.percent(15)) strange(maker, charge);
}

/** An invoice that no charge is of: a trial, a coupon, the customer's balance. */
function zeroInvoice(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-08-01', '2026-12-28');
  const id = maker.fresh();
  const subtotal = centsOf(price(maker));
  const base = {
    id: `in_${id}`,
    currency: 'usd',
    at,
    from: at,
    until: later(at, 1),
    subscription: `sub_${id}`,
    subtotal: 0,
    discount: 0,
    tax: 0,
    due: 0,
    starting: 0,
    status: 'paid',
  };
  const kinds: CsvInvoice[] = [
    { ...base, until: at + 3 * DAY },
    { ...base, subtotal, discount: subtotal },
    { ...base, subtotal, starting: -subtotal },
    { ...base, subtotal: -subtotal },
    { ...base, subtotal, due: subtotal, status: 'open' },
    { ...base, subtotal, due: subtotal, status: 'void' },
  ];
  csvInvoice(maker, chance.pick(kinds));
}

/** Rows of a category that nobody knows, or of a sign that is not their category's: of a charge, or of the account. */
function strange(maker: Maker, charge?: Ledger): void {
  const { chance } = maker;
  const at =
    charge === undefined ? instant(maker, '2026-07-01', '2026-12-28') : charge.at + chance.int(1, 70 * 86_400) * 1000;
  const [category, sign] = chance.pick([
    ['other_adjustment', chance.pick([1, -1])],
    ['climate_order', -1],
    ['refund', 1],
    ['dispute', 1],
    ['dispute_reversal', -1],
  ] as const);
  const currency = charge?.currency ?? currencyOf(maker);
  const fee = chance.percent(20) ? chance.int(-90, 90) : 0;
  const row = { at, currency, gross: sign * chance.int(1, 2500), fee, category, source: `adj_${maker.fresh()}` };
  ledger(maker, { ...row, charge: charge?.charge ?? '', invoice: '' });
}

/** Fees of the whole account, and money that only moves. */
function standAlone(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-07-01', '2026-12-28');
  const row = {
    at,
    currency: currencyOf(maker),
    gross: -chance.int(1, 3000),
    fee: 0,
    source: '',
    charge: '',
    invoice: '',
  };
  if (chance.percent(70)) ledger(maker, { ...row, category: chance.pick(['fee', 'network_cost', 'tax']) });
  else ledger(maker, { ...row, category: chance.pick(['payout', 'transfer', 'topup']), source: `po_${maker.fresh()}` });
}

/** A charge older than the exports, and what takes of it. */
function opening(maker: Maker): void {
  const { chance } = maker;
  const id = maker.fresh();
  const gross = centsOf(price(maker));
  const month = chance.pick(['2025-11', '2026-02', '2026-06', '2026-07']);
  const parts = [
    cents(gross),
    cents(chance.int(0, Math.floor(gross / 5))),
    cents(chance.int(0, Math.floor(gross / 10))),
  ];
  maker.put(
    'opening',
    ['stripe', `ch_${id}`, 'unlimited', month, chance.pick(['1', '12']), ...parts].join(','),
    maker.stage(),
  );
  reductions(maker, {
    at: Date.parse('2026-08-02T08:00:00Z'),
    currency: 'usd',
    gross,
    fee: 0,
    category: 'charge',
    source: `ch_${id}`,
    charge: `ch_${id}`,
    invoice: '',
  });
}

/** Invoices of the test mode, with a row in the ledger or without, and those that say that they were paid elsewhere. */
export function unpaidInvoices(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) {
    const at = instant(maker, '2026-07-01', '2026-12-28');
    const id = maker.fresh();
    const currency = currencyOf(maker);
    const test = chance.percent(60);
    const lines = apiLines(maker, at);
    const net = lines.reduce((all, line) => all + line.amount - line.discount - line.credit, 0);
    if (net <= 0) continue;
    const invoice = { id: `in_${id}`, currency, at, subscription: `sub_${id}`, exclusive: 0, due: net, lines };
    const known = maker.stage();
    apiInvoice(maker, { ...invoice, test, outOfBand: !test || chance.percent(20) }, known);
    if (chance.percent(test ? 50 : 10)) {
      const charge = chargeRow(maker, id, { at, currency, gross: net, invoice: `in_${id}` });
      ledger(maker, charge, known);
      reductions(maker, charge);
    }
  }
}

/** Charges whose invoice does not say how to spread them: lines that do not add up, or are not all there. */
export function unclearInvoices(maker: Maker): void {
  const { chance } = maker;
  for (let count = chance.int(1, 2); count > 0; count -= 1) {
    const at = instant(maker, '2026-06-01', '2026-12-28');
    const id = maker.fresh();
    const currency = currencyOf(maker);
    const lines = apiLines(maker, at);
    const net = lines.reduce((all, line) => all + line.amount - line.discount - line.credit, 0);
    const off = chance.pick([-1, 1, 2, 100]);
    const gross = net + off;
    if (gross <= 0) continue;
    const invoice = { id: `in_${id}`, currency, at, subscription: `sub_${id}`, exclusive: 0, due: gross, lines };
    const known = maker.stage();
    const cut = chance.percent(25);
    apiInvoice(maker, { ...invoice, off, cut }, known);
    // A version with all lines comes later.
    if (cut && chance.percent(50)) apiInvoice(maker, { ...invoice, off }, maker.stage());
    const charge = chargeRow(maker, id, { at, currency, gross, invoice: `in_${id}` });
    ledger(maker, charge, known);
    reductions(maker, charge);
  }
}

/** A charge of which two versions of its invoice say different things, or as it happens the same. */
export function doubtfulInvoices(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-06-01', '2026-12-28');
  const id = maker.fresh();
  const gross = centsOf(price(maker));
  const plan = chance.pick([1, 12]);
  const [invoice, until] = [{ id: `in_${id}`, currency: 'usd', at, subscription: `sub_${id}` }, later(at, plan)];
  const known = maker.stage();
  const line = { from: at, until, proration: false, discount: 0, credit: 0, inclusive: 0 };
  const sold = { ...line, price: plan === 1 ? 'price_m' : 'price_y', amount: gross };
  apiInvoice(maker, { ...invoice, exclusive: 0, due: gross, lines: [sold] }, known);
  const other = gross + chance.pick([0, 100]);
  const also = chance.percent(70) ? known : maker.stage();
  if (chance.percent(50)) {
    const money = paidInFull(other);
    csvInvoice(maker, { ...invoice, ...money, from: at, until }, also);
  } else apiInvoice(maker, { ...invoice, exclusive: 0, due: other, lines: [{ ...sold, amount: other }] }, also);
  const charge = chargeRow(maker, id, { at, currency: 'usd', gross, invoice: `in_${id}` });
  ledger(maker, charge, known);
  reductions(maker, charge);
}

/** A charge that the customer paid in pounds, and refunds of which nobody sees how many. */
export function unseenRefunds(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-06-01', '2026-12-28');
  const id = maker.fresh();
  const pence = centsOf(price(maker));
  const gross = Math.max(1, Math.round((pence * chance.int(115, 140)) / 100));
  const invoice = { id: `in_${id}`, currency: 'gbp', at, from: at, until: later(at, chance.pick([1, 12])) };
  const money = paidInFull(pence);
  csvInvoice(maker, { ...invoice, ...money, subscription: `sub_${id}` }, 0);
  const charge = chargeRow(maker, id, { at, currency: 'usd', gross, invoice: `in_${id}` });
  ledger(maker, { ...charge, seen: pence }, 0);
  let left = gross;
  for (let count = chance.int(1, 2); count > 0 && left > 0; count -= 1) {
    const back = chance.percent(40) ? left : chance.int(1, left);
    const when = charge.at + (3 - count) * chance.int(1, 60) * DAY;
    ledger(maker, { ...charge, at: when, gross: -back, fee: 0, category: 'refund', source: `re_${maker.fresh()}` });
    left -= back;
  }
}

/** Transactions that two exports hold: one knows less of it, or says otherwise. */
export function copiedTransactions(maker: Maker): void {
  const { chance } = maker;
  const at = instant(maker, '2026-07-01', '2026-12-28');
  const id = maker.fresh();
  const invoice = { id: `in_${id}`, currency: 'usd', at, from: at, until: later(at, chance.pick([1, 12])) };
  const gross = centsOf(price(maker));
  const money = { subtotal: gross, discount: 0, tax: 0, due: gross, starting: 0, status: 'paid' };
  csvInvoice(maker, { ...invoice, ...money, subscription: `sub_${id}` }, 0);
  const charge = chargeRow(maker, id, { at, currency: 'usd', gross, invoice: `in_${id}` });
  ledger(maker, charge, maker.stage(), { id: `txn_c${id}`, file: 'stripe/ledger-usd' });
  ledger(maker, { ...charge, invoice: '' }, maker.stage(), { id: `txn_c${id}`, file: 'stripe/ledger-again' });
  reductions(maker, charge);
  const none = { source: '', charge: '', invoice: '', fee: 0, currency: 'usd' };
  const fee = { ...none, at: instant(maker, '2026-08-01', '2026-12-28'), gross: -chance.int(1, 900), category: 'fee' };
  ledger(maker, fee, maker.stage(), { id: `txn_f${id}`, file: 'stripe/ledger-usd' });
  const again = { ...fee, gross: fee.gross - chance.pick([0, 5]) };
  ledger(maker, again, maker.stage(), { id: `txn_f${id}`, file: 'stripe/ledger-again' });
}
