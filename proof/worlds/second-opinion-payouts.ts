/**
 * The second opinion on R17: what every wallet is owed after each act, and what a batch pays. Written from docs/payouts.md
 * and the text of R17 alone, as plain as `second-opinion.ts`, whose fractions and rates it uses; nothing of `src/`.
 */
import {
  cell,
  dayText,
  decimal,
  type Fraction,
  fraction,
  minus,
  monthNumber,
  over,
  plus,
  type Row,
  rateIn,
  sum,
  table,
  times,
  truncated,
} from './second-opinion.ts';

/** What revshare.yaml says of payouts. */
export interface ProofTerms {
  /** Empty: none. */
  readonly defaultMethod: string;
  /** By method. */
  readonly minimum: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, string>>;
  readonly proportion: Readonly<Record<string, string>>;
  /** Empty: no cap. */
  readonly maxBatch: string;
  readonly screeningRequired: boolean;
  readonly countries: readonly ProofCountry[];
  /** The contract of usdc. */
  readonly token: string;
}

export interface ProofCountry {
  readonly code: string;
  readonly hold: string;
  readonly minimum: string;
  readonly taxForm: boolean;
}

/** The files that decide how a wallet is paid, as they are now. */
export interface ProofFiles {
  readonly payees: string;
  readonly screening: string;
  readonly fx: string;
}

export interface ProofLine {
  readonly wallet: string;
  readonly currency: string;
  readonly destination: string;
  /** Micro-dollars. */
  readonly pay: bigint;
  readonly fee: bigint;
  /** In the smallest units that are sent. */
  readonly units: bigint;
  readonly scale: number;
}

export interface ProofBatch {
  readonly month: number;
  readonly lines: readonly ProofLine[];
  /** The day whose rates convert. */
  readonly day: string;
  released: boolean;
  voided: boolean;
  /** What receipts say was sent, with their references. */
  readonly receipts: { readonly wallet: string; readonly units: bigint; readonly reference: string }[];
}

/** Everything that moves a balance. */
export interface PayoutBooks {
  readonly earned: Map<number, ReadonlyMap<string, bigint>>;
  readonly adjustments: { readonly wallet: string; readonly month: number; readonly amount: bigint }[];
  readonly batches: ProofBatch[];
}

/** One wallet's account of a month. */
export interface ProofBalance {
  readonly broughtForward: bigint;
  readonly earned: bigint;
  readonly adjustments: bigint;
  readonly paid: bigint;
  readonly fees: bigint;
  readonly carriedForward: bigint;
  readonly reserved: bigint;
  /** Months that the balance comes from, oldest first. */
  readonly ageing: readonly { readonly month: number; readonly amount: bigint }[];
}

const DECIMALS: Readonly<Record<string, number>> = { usdc: 6, sogni: 18, spark: 2, fiat: 2 };

/** What of a line was sent, in its units. */
export const sentOf = (batch: ProofBatch, wallet: string): bigint =>
  sum(batch.receipts.filter((each) => each.wallet === wallet).map(({ units }) => units));

/** A part counts with its share of the line's dollars, rounded up; the fee is taken with the first. */
function takenBy(batch: ProofBatch, line: ProofLine): { paid: bigint; fee: bigint } {
  const sent = sentOf(batch, line.wallet);
  if (sent === 0n) return { paid: 0n, fee: 0n };
  return { paid: (line.pay * sent + line.units - 1n) / line.units, fee: line.fee };
}

/** The account of a wallet in a month (R17). */
export function balanceOf(books: PayoutBooks, wallet: string, month: number): ProofBalance {
  const inflow = (of: (each: number) => boolean): bigint =>
    sum([...books.earned].filter(([each]) => of(each)).map(([, parts]) => parts.get(wallet) ?? 0n));
  const adjusted = (of: (each: number) => boolean): bigint =>
    sum(books.adjustments.filter((each) => each.wallet === wallet && of(each.month)).map(({ amount }) => amount));
  const lines = books.batches.flatMap((batch) =>
    batch.lines.filter((line) => line.wallet === wallet).map((line) => ({ batch, line, ...takenBy(batch, line) })),
  );
  const taken = (of: (each: number) => boolean): { paid: bigint; fees: bigint } => ({
    paid: sum(lines.filter(({ batch }) => of(batch.month)).map(({ paid }) => paid)),
    fees: sum(lines.filter(({ batch }) => of(batch.month)).map(({ fee }) => fee)),
  });
  const before = taken((each) => each < month);
  const now = taken((each) => each === month);
  const broughtForward = inflow((each) => each < month) + adjusted((each) => each < month) - before.paid - before.fees;
  const earned = inflow((each) => each === month);
  const adjustments = adjusted((each) => each === month);
  const reserved = sum(
    lines
      .filter(({ batch }) => !batch.voided && batch.month <= month)
      .map(({ line, paid, fee }) => line.pay + line.fee - paid - fee),
  );
  const carriedForward = broughtForward + earned + adjustments - now.paid - now.fees;
  // What adjustments of a month come to is brought by it, or settles the oldest as a payment does.
  const given = (each: number): bigint => {
    const change = adjusted((one) => one === each);
    return inflow((one) => one === each) + (change > 0n ? change : 0n);
  };
  const months = [...books.earned.keys(), ...books.adjustments.map((each) => each.month)];
  const brought = [...new Set(months)]
    .filter((each) => each <= month)
    .sort((a, b) => a - b)
    .map((each) => ({ month: each, amount: given(each) }));
  return {
    ...{ broughtForward, earned, adjustments, paid: now.paid, fees: now.fees, carriedForward, reserved },
    ageing: aged(brought, carriedForward),
  };
}

/** What is left of what the months brought: everything that went out or was taken off settles the oldest first. */
function aged(
  inflows: readonly { month: number; amount: bigint }[],
  left: bigint,
): { month: number; amount: bigint }[] {
  let out = sum(inflows.map(({ amount }) => amount)) - left;
  return inflows
    .map(({ month, amount }) => {
      const gone = out < amount ? out : amount;
      out -= gone;
      return { month, amount: amount - gone };
    })
    .filter(({ amount }) => amount > 0n);
}

/** What may be paid of a wallet for a month: unreserved, and without what a later month takes off. */
export function payable(books: PayoutBooks, wallet: string, month: number): bigint {
  const { carriedForward, reserved } = balanceOf(books, wallet, month);
  const later = books.adjustments.filter((each) => each.wallet === wallet && each.month > month && each.amount < 0n);
  return carriedForward - reserved + sum(later.map(({ amount }) => amount));
}

/** When and by what a balance is settled. */
export interface Settling {
  readonly terms: ProofTerms;
  readonly files: ProofFiles;
  /** The month in which it is paid: its payees count. */
  readonly paidIn: number;
  /** The day whose rates convert. */
  readonly day: string;
  /** Wallets that a decision withholds in the month. */
  readonly withheld: readonly string[];
}

/** How a wallet is paid, and what keeps it from being paid at all; empty where nothing does. */
function wayOf(wallet: string, by: Settling) {
  const { terms, files } = by;
  const payee = payeeOf(wallet, by);
  const country = countryOf(cell(payee, 'country'), terms);
  const method = cell(payee, 'method') || terms.defaultMethod;
  const destination = cell(payee, 'destination') || (method === 'fiat' ? '' : wallet);
  const currency = method === 'fiat' ? cell(payee, 'currency').toUpperCase() || 'USD' : method.toUpperCase();
  const screened = screeningOf([wallet, destination], files);
  const isHeld = by.withheld.includes(wallet) || cell(payee, 'hold') !== '' || (country?.hold ?? '') !== '';
  const isUnscreened = terms.screeningRequired && !screened.includes('clear');
  const why = [
    isHeld ? 'on-hold' : '',
    screened.includes('hit') ? 'screening-hit' : '',
    country?.taxForm === true && cell(payee, 'taxform') === '' ? 'tax-form-missing' : '',
    isUnscreened ? 'not-screened' : '',
  ];
  return { payee, country, method, destination, currency, kept: why.find((each) => each !== '') ?? '' };
}

/** R17: a release lapses when what a wallet is still to be sent would not be sent so now. */
function hasLapsed(batch: ProofBatch, by: Settling): boolean {
  return batch.lines.some((line) => {
    if (sentOf(batch, line.wallet) === line.units) return false;
    const { destination, currency, kept } = wayOf(line.wallet, by);
    const isElsewhere = destination.toLowerCase() !== line.destination.toLowerCase();
    return kept !== '' || isElsewhere || currency !== line.currency;
  });
}

/** How much of a balance is sent, or why nothing is. */
function settled(wallet: string, balance: bigint, by: Settling): ProofLine | string {
  const { terms, files, day } = by;
  if (balance < 0n) return 'deficit';
  const { payee, country, method, destination, currency, kept } = wayOf(wallet, by);
  if (kept !== '') return kept;
  if (method === '' || destination === '') return 'no-method';
  if (destination.toLowerCase() === terms.token.toLowerCase()) return 'not-a-destination';
  const least = [terms.minimum[method] ?? '0', country?.minimum || '0', cell(payee, 'minimumusd') || '0'];
  if (least.some((each) => balance < truncated(decimal(each)))) return 'below-minimum';
  const rate =
    currency === 'USD' || currency === 'USDC' ? fraction(1n) : rateIn(table(files.fx), currency, Date.parse(day));
  if (rate === undefined) return 'no-rate';
  return sent(
    balance,
    rate,
    { wallet, currency, destination, scale: scaleOf(method, currency, destination) },
    method,
    by,
  );
}

function sent(
  balance: bigint,
  rate: Fraction,
  to: { wallet: string; currency: string; destination: string; scale: number },
  method: string,
  { terms }: Settling,
): ProofLine | string {
  const dollars = fraction(balance, 1_000_000n);
  const fee = plus(
    decimal(terms.fixed[method] ?? '0'),
    fraction(truncated(times(dollars, decimal(terms.proportion[method] ?? '0'))), 1_000_000n),
  );
  const rest = minus(dollars, fee);
  const scale = 10n ** BigInt(to.scale);
  const inUnits = times(over(rest, rate), fraction(scale));
  const units = rest.n <= 0n ? 0n : inUnits.n / inUnits.d;
  if (units <= 0n) return 'dust';
  const worth = times(times(fraction(units, scale), rate), fraction(1_000_000n));
  const pay = worth.n / worth.d + (worth.n % worth.d === 0n ? 0n : 1n);
  return { ...to, pay, fee: truncated(fee), units };
}

/** The row in force is the latest whose month has come. */
function payeeOf(wallet: string, { files, paidIn }: Settling): Row {
  const own = table(files.payees).filter(
    (row) => cell(row, 'wallet').toLowerCase() === wallet && monthNumber(cell(row, 'frommonth')) <= paidIn,
  );
  return own.sort((a, b) => monthNumber(cell(a, 'frommonth')) - monthNumber(cell(b, 'frommonth'))).at(-1) ?? {};
}

function countryOf(code: string, terms: ProofTerms): ProofCountry | undefined {
  return terms.countries.find((each) => each.code === code) ?? terms.countries.find((each) => each.code === 'other');
}

/** The latest result of each subject. */
function screeningOf(subjects: readonly string[], files: ProofFiles): string[] {
  const rows = table(files.screening);
  return [...new Set(subjects)].flatMap((subject) => {
    const own = rows.filter((row) => cell(row, 'subject').toLowerCase() === subject.toLowerCase());
    const last = own.sort((a, b) => (cell(a, 'date') < cell(b, 'date') ? -1 : 1)).at(-1);
    return last === undefined ? [] : [cell(last, 'result')];
  });
}

/** Decimals of what is sent: none of yen, and none of forints by PayPal. */
function scaleOf(method: string, currency: string, destination: string): number {
  if (currency === 'JPY') return 0;
  if (destination.includes('@') && ['HUF', 'TWD'].includes(currency)) return 0;
  return DECIMALS[method] ?? 2;
}

/** The batch that a month is to have: a line for every balance that can be paid; or why there is none. */
export function batchFor(books: PayoutBooks, month: number, by: Settling): ProofLine[] | 'over-cap' {
  const lines = walletsOf(books)
    .map((wallet) => settled(wallet, payable(books, wallet, month), by))
    .filter((each): each is ProofLine => typeof each !== 'string');
  const cap = by.terms.maxBatch;
  const whole = sum(lines.map(({ pay, fee }) => pay + fee));
  return cap !== '' && whole > truncated(decimal(cap)) ? 'over-cap' : lines;
}

/** Every wallet that ever earned, or was given something. */
export function walletsOf(books: PayoutBooks): string[] {
  const wallets = [
    ...[...books.earned.values()].flatMap((parts) => [...parts.keys()]),
    ...books.adjustments.map(({ wallet }) => wallet),
  ];
  return [...new Set(wallets)].sort();
}

/** Why what is not in a batch stays; empty where nothing stays, or nothing keeps it. */
export function reasonOf(books: PayoutBooks, wallet: string, month: number, by: Settling): string {
  const { carriedForward, reserved } = balanceOf(books, wallet, month);
  const left = payable(books, wallet, month);
  if (left === 0n) return reserved > 0n ? 'reserved' : carriedForward > 0n ? 'deducted' : '';
  const out = settled(wallet, left, by);
  return typeof out === 'string' ? out : '';
}

/** What is owed of the months through one: by wallet and month that earned it. */
export interface ProofOwed {
  readonly owed: bigint;
  readonly onItsWay: bigint;
  readonly reserved: bigint;
  readonly open: bigint;
  readonly overdue: bigint;
}

/**
 * R17: what a batch holds is of the oldest months, what is on its way first; what adjustments of later months take off is not
 * owed. @param delay days after a month's last day @param withheldIn wallets that a decision withholds in a month
 */
export function owedOf(
  all: PayoutBooks,
  through: number,
  by: Settling,
  { today, delay, withheldIn }: { today: number; delay: number; withheldIn: (month: number) => readonly string[] },
): Map<string, ProofOwed> {
  const out = new Map<string, ProofOwed>();
  const adjustments = all.adjustments.map((each) =>
    each.month > through && each.amount < 0n ? { ...each, month: through } : each,
  );
  const books = { ...all, adjustments };
  const sending = books.batches.filter(
    (batch) =>
      batch.released &&
      !batch.voided &&
      batch.month <= through &&
      !hasLapsed(batch, { ...by, withheld: withheldIn(batch.month) }),
  );
  for (const wallet of walletsOf(books)) {
    const { ageing, reserved } = balanceOf(books, wallet, through);
    const inRelease = sum(
      sending.flatMap((batch) =>
        batch.lines
          .filter((line) => line.wallet === wallet)
          .map((line) => {
            const { paid, fee } = takenBy(batch, line);
            return line.pay + line.fee - paid - fee;
          }),
      ),
    );
    const kept = reasonOf(books, wallet, through, by);
    let [released, waiting] = [inRelease, reserved - inRelease];
    for (const { month, amount } of ageing) {
      const onItsWay = released < amount ? released : amount;
      released -= onItsWay;
      const held = waiting < amount - onItsWay ? waiting : amount - onItsWay;
      waiting -= held;
      const open = amount - onItsWay - held;
      const due = Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0) + delay * 86_400_000;
      const late = dayText(today) > dayText(due);
      const stays = kept !== '' && kept !== 'reserved' ? open : 0n;
      out.set(`${wallet} ${month}`, {
        ...{ owed: amount, onItsWay, reserved: held, open },
        overdue: late ? amount - stays : 0n,
      });
    }
  }
  return out;
}
