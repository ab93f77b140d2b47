/**
 * A second opinion on what the months of a world come to, written from the text of the rules alone (docs/rules.md,
 * docs/inputs.md, docs/exceptions.md). It shares no code with `src/` and never imports it: where both agree, neither
 * has a slip of its own. It is plain on purpose: everything is computed again for every month, with fractions of
 * bigints, and nothing is quick. It reads well-formed exports only; what is refused is the program's business.
 */

// ---------------------------------------------------------------------------------------------------------------------
// What is asked, and what is answered

/** A plan of the policy. */
export interface ProofPlan {
  readonly id: string;
  readonly term: 'monthly' | 'annual';
  readonly price: string;
  readonly stripe: readonly string[];
  readonly apple: readonly string[];
  readonly google: readonly string[];
}

/** What holds from a month on; what it does not name stays. */
export interface ProofChange {
  readonly from: string;
  readonly share?: string;
  readonly refunds?: 'deferred-first' | 'proportional';
  readonly trialJobs?: 'count' | 'exclude';
  readonly sharedFees?: 'prorate' | 'all' | 'none';
  readonly excludedModels?: readonly string[];
  /** Another list price of a plan. */
  readonly plan?: Pick<ProofPlan, 'id' | 'term' | 'price'>;
}

/** The policy of a world; `worlds.ts` writes the same as revshare.yaml. The first change holds from the beginning. */
export interface ProofPolicy {
  readonly firstMonth: string;
  readonly changes: readonly ProofChange[];
  /** What a person says of unknown words of job logs, and after how many closes; before, nobody does. */
  readonly said: {
    readonly from: number;
    readonly completed: readonly string[];
    readonly notCompleted: readonly string[];
    readonly subscription: readonly string[];
  };
  /** What times of job logs are that say no offset, and whether ten digits are seconds. */
  readonly times?: { readonly zone: string; readonly seconds: boolean };
  readonly plans: readonly ProofPlan[];
  readonly otherStripe: readonly string[];
  readonly otherApple: readonly string[];
  readonly otherGoogle: readonly string[];
}

/** What a person said of an exception. */
export interface ProofDecision {
  readonly code: string;
  readonly subject: string;
  readonly decision: string;
}

/** What is known at a time: all files by name, as texts, and all decisions. */
export interface Known {
  readonly files: ReadonlyMap<string, string>;
  readonly decisions: readonly ProofDecision[];
  /** How many closes have been. */
  readonly stage: number;
  /** The files as they were at each earlier stage. */
  readonly before: readonly ReadonlyMap<string, string>[];
}

/** What was left out for a reason: rows, and their micro-dollars or micro-Spark. */
export interface LeftOut {
  rows: number;
  amount: bigint;
}

/** What a month comes to. Money in micro-dollars, pools as fractions of dollars. */
export interface Opinion {
  readonly month: string;
  readonly netByProvider: ReadonlyMap<string, bigint>;
  readonly net: bigint;
  readonly pool: Fraction;
  readonly carriedIn: Fraction;
  readonly carriedOut: Fraction;
  readonly distributable: bigint;
  readonly wallets: ReadonlyMap<string, { readonly jobs: number; readonly points: bigint; readonly earned: bigint }>;
  /** Jobs and Spark by `network worker wallet`, where the worker is its NFT on the fast network. */
  readonly workers: ReadonlyMap<string, { readonly jobs: number; readonly points: bigint }>;
  /** By `reason source`. */
  readonly exclusions: ReadonlyMap<string, LeftOut>;
  /** Exceptions by code. */
  readonly exceptions: ReadonlyMap<string, number>;
  /** Prior-period amounts (net) by `provider charge month`. */
  readonly priorPeriods: ReadonlyMap<string, bigint>;
  /** Not yet posted after the month (net), by provider. */
  readonly deferred: ReadonlyMap<string, bigint>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Numbers: fractions, and the few roundings that the rules name

/** Numerator over a positive denominator. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const ZERO: Fraction = { n: 0n, d: 1n };
const MILLION = 1_000_000n;

export function fraction(n: bigint, d = 1n): Fraction {
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (b !== 0n) [a, b] = [b, a % b];
  const by = d < 0n ? -a : a;
  return { n: n / by, d: d / by };
}

export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);
const less = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const negated = (a: Fraction): Fraction => ({ n: -a.n, d: a.d });
const size = (a: Fraction): Fraction => (a.n < 0n ? negated(a) : a);
const total = (all: readonly Fraction[]): Fraction => all.reduce(plus, ZERO);
export const sum = (all: Iterable<bigint>): bigint => [...all].reduce((a, b) => a + b, 0n);

/** A decimal as written; thousands separators are dropped, nothing is nothing. */
export function decimal(text: string): Fraction {
  const plain = text.trim().replaceAll(',', '');
  if (plain === '') return ZERO;
  const [whole = '', digits = ''] = plain.split('.');
  const unsigned = BigInt(`${whole.replace(/^[+-]/, '')}${digits}`);
  return fraction(plain.startsWith('-') ? -unsigned : unsigned, 10n ** BigInt(digits.length));
}

/** R2: a proportion is truncated towards zero, to the millionth. */
export const truncated = (a: Fraction): bigint => (a.n * MILLION) / a.d;

const sixPlaces = (a: Fraction): string => {
  const digits = String(truncated(size(a))).padStart(7, '0');
  return `${a.n < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
};

/** R2: truncated, still in its own currency. */
const cut = (a: Fraction): Fraction => fraction(truncated(a), MILLION);

/** R2: a conversion is rounded half to even, to the millionth. */
function halfEven(a: Fraction): bigint {
  const scaled = (a.n < 0n ? -a.n : a.n) * MILLION;
  const below = scaled / a.d;
  const twiceRest = (scaled % a.d) * 2n;
  const up = twiceRest > a.d || (twiceRest === a.d && below % 2n === 1n);
  const rounded = up ? below + 1n : below;
  return a.n < 0n ? -rounded : rounded;
}

function floored(a: Fraction): bigint {
  const scaled = a.n * MILLION;
  const quotient = scaled / a.d;
  return scaled % a.d < 0n ? quotient - 1n : quotient;
}

/** R2: parts of an amount by weights: part i is the difference of two truncated running sums. */
function shared(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights);
  let running = 0n;
  let given = 0n;
  return weights.map((weight) => {
    running += weight;
    const upTo = (amount * running) / all;
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Months (a number, so that they can be counted), and rows of files

const monthOf = (at: number): number => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
export const monthNumber = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
export const monthText = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** An instant in the subject of an exception; a store that prints days has no time of day. */
const momentText = (at: number): string => (at % DAY === 0 ? dayText(at) : new Date(at).toISOString());

/** What a decision about rows of one instant is about: all that they say, and how many are alike. */
function rowsSubject(name: string, at: number, texts: readonly string[]): string {
  const counted = [...grouped([...texts].sort(), (text) => text)].map(([text, { length }]) =>
    length === 1 ? text : `${length} x ${text}`,
  );
  return `${name} ${momentText(at)} ${counted.join(' and ')}`.trim();
}
const utc = (text: string): number =>
  Date.parse(`${text.trim().replace(' ', 'T')}${text.trim().length === 10 ? 'T00:00' : ''}Z`);
const DAY = 86_400_000;

export type Row = Readonly<Record<string, string>>;

/** RFC 4180, with any separator of cells. */
function records(text: string, separator: string): string[][] {
  const out: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === separator || char === '\n') {
      record.push(cell);
      cell = '';
      if (char === '\n') {
        out.push(record);
        record = [];
      }
    } else if (char !== '\r') cell += char;
  }
  if (cell !== '' || record.length > 0) out.push([...record, cell]);
  return out;
}

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

export function table(text: string, separator = ','): Row[] {
  const [header = [], ...rest] = records(text, separator);
  const names = header.map(plainName);
  return rest.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
}

/** A cell by the first of its names that the row has. */
export function cell(row: Row, ...names: readonly string[]): string {
  for (const name of names) {
    const value = row[name];
    if (value !== undefined) return value.trim();
  }
  return '';
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function grouped<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const each of all) out.set(key(each), [...(out.get(key(each)) ?? []), each]);
  return out;
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('nothing where something has to be');
  return first;
}

// ---------------------------------------------------------------------------------------------------------------------
// Policy over time (R14), rates (R3)

function inForce<K extends keyof ProofChange>(policy: ProofPolicy, key: K, month: number): ProofChange[K] | undefined {
  let value: ProofChange[K] | undefined;
  for (const change of policy.changes) {
    if (change[key] !== undefined && monthNumber(change.from) <= month) value = change[key];
  }
  return value;
}

/** The list price of a month and all earlier ones: renewals may go on at those. */
function listPrices({ changes }: ProofPolicy, plan: ProofPlan, month: number): string[] {
  const later = changes.flatMap(({ from, plan: changed }) =>
    changed !== undefined && changed.id === plan.id && changed.term === plan.term && monthNumber(from) <= month
      ? [changed.price]
      : [],
  );
  return [plan.price, ...later];
}

const shareOf = (policy: ProofPolicy, month: number): Fraction => decimal(inForce(policy, 'share', month) ?? '0.51');

/** fx.csv as it is now, and as each final month was closed with it, in their order. */
interface Rates {
  readonly now: readonly Row[];
  readonly finals: readonly { readonly month: number; readonly rows: readonly Row[] }[];
}

/** R3: a final month freezes the rates of its dates, and of those before it; where it had none, a later one decides. */
function rateOn(rates: Rates, currency: string, at: number): Fraction | undefined {
  if (currency === 'USD') return fraction(1n);
  const frozen = rates.finals.filter(({ month }) => month >= monthOf(at)).map(({ rows }) => rows);
  for (const rows of [...frozen, rates.now]) {
    const rate = rateIn(rows, currency, at);
    if (rate !== undefined) return rate;
  }
  return undefined;
}

/** R3: of its date, else the last within seven days before, else of its month. */
export function rateIn(rows: readonly Row[], currency: string, at: number): Fraction | undefined {
  const pair = rows.filter((row) => cell(row, 'from') === currency && cell(row, 'to') === 'USD');
  for (let back = 0; back <= 7; back += 1) {
    const row = pair.find((each) => cell(each, 'date') === dayText(at - back * DAY));
    if (row !== undefined) return decimal(cell(row, 'rate'));
  }
  const ofMonth = pair.find((each) => cell(each, 'date') === dayText(at).slice(0, 7));
  return ofMonth === undefined ? undefined : decimal(cell(ofMonth, 'rate'));
}

// ---------------------------------------------------------------------------------------------------------------------
// A charge, whoever billed it (R3, R5), and what takes of it (R6, R7)

const PARTS = ['gross', 'tax', 'fee'] as const;
type Part = (typeof PARTS)[number];
type Native = Readonly<Record<Part, Fraction>>;
type Dollars = Record<Part, bigint>;

const nothing = (): Dollars => ({ gross: 0n, tax: 0n, fee: 0n });
const net = (amount: Dollars): bigint => amount.gross - amount.tax - amount.fee;

interface Line {
  /** The part of the charge, by weight. */
  readonly weight: bigint;
  readonly first: number;
  readonly months: number;
  /** Whether it is of a plan: lines of other products take their part out. */
  readonly counts: boolean;
}

interface Reduction {
  readonly id: string;
  readonly at: number;
  readonly kind: 'refund' | 'dispute';
  readonly source: string;
  /** In the charge's currency, not negative. Stripe's tax is computed (null). */
  readonly gross: Fraction;
  readonly tax: Fraction | null;
  readonly fee: Fraction;
  /** The gross of the whole row, where a part of it came back. */
  readonly whole?: Fraction;
  /** It counts as it was settled, though the customer paid in another currency: what is beyond the charge is the exchange rate's. */
  readonly asSettled?: boolean;
}

interface Restoration {
  readonly at: number;
  /** What of the reductions comes back, by source; or by component, for a store that prints that. */
  readonly source: string;
  readonly gross: Fraction;
  readonly tax: Fraction | null;
  readonly fee: Fraction;
}

interface Charge {
  readonly provider: string;
  readonly key: string;
  readonly at: number;
  readonly currency: string;
  /** The currency of its invoice. */
  readonly billedIn?: string;
  readonly native: Native;
  readonly lines: readonly Line[];
  readonly reductions: Reduction[];
  readonly restorations: Restoration[];
  /** Fees that rows carry themselves: they post in their own month. */
  readonly rowFees: { readonly at: number; readonly fee: Fraction }[];
}

type ByMonth = Map<number, Dollars>;

function add(months: ByMonth, month: number, part: Part, amount: bigint): void {
  const there = months.get(month) ?? nothing();
  there[part] += amount;
  months.set(month, there);
}

/** R5: month k of n posts trunc(T*k/n) - trunc(T*(k-1)/n). */
const monthly = (amount: bigint, k: number, n: number): bigint =>
  (amount * BigInt(k)) / BigInt(n) - (amount * BigInt(k - 1)) / BigInt(n);

/** The schedule of a charge, of its plan lines alone. What lies before the charge's month posts in that. */
function scheduleOf(charge: Charge, rate: Fraction): ByMonth {
  const out: ByMonth = new Map();
  for (const part of PARTS) {
    const amounts = shared(
      halfEven(times(charge.native[part], rate)),
      charge.lines.map(({ weight }) => weight),
    );
    for (const [at, line] of charge.lines.entries()) {
      if (!line.counts) continue;
      for (let k = 1; k <= line.months; k += 1) {
        const month = Math.max(line.first + k - 1, monthOf(charge.at));
        add(out, month, part, monthly(amounts[at] ?? 0n, k, line.months));
      }
    }
  }
  return out;
}

/** What of a charge its plan lines are, by weight. */
function planProportion(charge: Charge): Fraction {
  const weights = charge.lines.map(({ weight }) => weight);
  const counting = sum(charge.lines.filter(({ counts }) => counts).map(({ weight }) => weight));
  return fraction(counting, sum(weights));
}

interface Taken {
  readonly at: number;
  readonly dollars: Dollars;
  /** Whether the reductions up to here are the whole gross. */
  readonly whole: boolean;
  /** What goes beyond the gross, row by row, in dollars. */
  readonly beyond: readonly { readonly row: Reduction; readonly dollars: Dollars }[];
}

/**
 * What each reduction takes, in dollars (R3, R6): the running sum is converted, of a charge with lines of other products
 * only the plan lines' proportion counts, and differences are taken. A full refund is exactly the charge's plan lines.
 */
function takenOf(charge: Charge, reductions: readonly Reduction[], rate: Fraction): Taken[] {
  const { native } = charge;
  const schedule = [...scheduleOf(charge, rate).values()];
  const ofPlans = (amount: Fraction): bigint =>
    truncated(times(fraction(halfEven(times(amount, rate)), MILLION), planProportion(charge)));
  let left = native.gross;
  const running = { gross: ZERO, tax: ZERO, fee: ZERO };
  const excess = { gross: ZERO, tax: ZERO, fee: ZERO };
  let before = nothing();
  return reductions.map((each) => {
    // A row beyond the gross is divided as a whole, and what came back of it comes off both parts alike.
    const room = left;
    const row = each.whole ?? each.gross;
    const fitting = less(room, row) ? over(room, row) : fraction(1n);
    const counted = less(room, row) ? cut(times(each.gross, fitting)) : each.gross;
    const closes = left.n > 0n || each.gross.n === 0n;
    left = minus(left, counted);
    running.gross = plus(running.gross, counted);
    const fits = { tax: cut(times(each.tax ?? ZERO, fitting)), fee: cut(times(each.fee, fitting)) };
    running.tax =
      each.tax === null ? cut(times(native.tax, over(running.gross, native.gross))) : plus(running.tax, fits.tax);
    running.fee = plus(running.fee, fits.fee);
    const whole = left.n === 0n;
    const of = (part: Part): bigint =>
      whole && (part === 'gross' || (part === 'tax' && each.tax === null))
        ? sum(schedule.map((amounts) => amounts[part]))
        : ofPlans(running[part]);
    const now = { gross: of('gross'), tax: of('tax'), fee: of('fee') };
    const dollars = { gross: now.gross - before.gross, tax: now.tax - before.tax, fee: now.fee - before.fee };
    before = now;
    const beyond = nothing();
    const rest = {
      gross: minus(each.gross, counted),
      tax: minus(each.tax ?? ZERO, fits.tax),
      fee: minus(each.fee, fits.fee),
    };
    for (const part of PARTS) {
      const soFar = ofPlans(excess[part]);
      excess[part] = plus(excess[part], rest[part]);
      beyond[part] = ofPlans(excess[part]) - soFar;
    }
    return {
      ...{ at: each.at, dollars, whole: whole && closes },
      beyond: rest.gross.n > 0n ? [{ row: each, dollars: beyond }] : [],
    };
  });
}

interface Unshared {
  readonly month: number;
  readonly gross: bigint;
}

/** What a charge would post if exactly these reductions had been (R6). */
interface Course {
  readonly held: ByMonth;
  readonly direct: ByMonth;
  /** Gross of claw-backs that fall on months before the first, by month of the reduction: one row a reduction. */
  readonly unshared: Unshared[];
  /** What proportional reductions in a row take their fraction of, and what they have left and taken. */
  fractions: { readonly own: ByMonth; readonly left: ByMonth; readonly off: Dollars } | null;
  /** What was accepted of reductions beyond the gross: deductions of their own months, beside the schedule. */
  readonly excess: ByMonth;
  readonly beyond: { readonly row: Reduction; readonly gross: bigint }[];
}

/** What decides how a charge posts, beside its rows. */
interface Judgement {
  readonly policy: ProofPolicy;
  /** Whether a person accepted the excess of a reduction. */
  readonly accepted: (row: Reduction) => boolean;
}

function courseOf(
  charge: Charge,
  rate: Fraction,
  reductions: readonly Reduction[],
  { policy, accepted }: Judgement,
): Course {
  const course: Course = {
    held: scheduleOf(charge, rate),
    direct: new Map(),
    unshared: [],
    fractions: null,
    excess: new Map(),
    beyond: [],
  };
  for (const taken of takenOf(charge, reductions, rate)) {
    const mode = inForce(policy, 'refunds', monthOf(taken.at)) ?? 'deferred-first';
    if (mode === 'deferred-first') deferredFirst(course, taken, monthNumber(policy.firstMonth));
    else proportional(course, taken, monthNumber(policy.firstMonth));
    for (const { row, dollars } of taken.beyond) {
      course.beyond.push({ row, gross: dollars.gross });
      if (row.asSettled === true || !accepted(row)) continue;
      for (const part of PARTS) add(course.excess, monthOf(row.at), part, -dollars[part]);
    }
  }
  return course;
}

/** R6: first what is still held for its month and later; beyond that the month itself. */
function deferredFirst(course: Course, taken: Taken, first: number): void {
  const month = monthOf(taken.at);
  course.fractions = null;
  const held = (part: Part): bigint =>
    sum([...course.held].filter(([each]) => each >= month).map(([, amounts]) => amounts[part]));
  const grossCloses = taken.whole || (taken.dollars.gross !== 0n && taken.dollars.gross >= held('gross'));
  const rest = nothing();
  for (const part of PARTS) {
    const u = held(part);
    const r = taken.dollars[part];
    const closes = part === 'gross' ? grossCloses : grossCloses || (r !== 0n && r >= u);
    if (closes) rest[part] = close(course, { month, part, amount: u - r, first });
    else if (r !== 0n) shrink(course, month, part, u - r);
  }
  noteUnshared(course, month, rest);
}

/** One row a reduction, with its gross: of one of which only tax or fee could not post that is 0. */
function noteUnshared(course: Course, month: number, rest: Dollars): void {
  if (PARTS.some((part) => rest[part] !== 0n)) course.unshared.push({ month, gross: rest.gross });
}

/** Months from `month` on hold `rest` in all, each in proportion to what it held. */
function shrink(course: Course, month: number, part: Part, rest: bigint): void {
  const months = [...course.held.keys()].filter((each) => each >= month).sort((a, b) => a - b);
  const parts = shared(
    rest,
    months.map((each) => course.held.get(each)?.[part] ?? 0n),
  );
  for (const [at, each] of months.entries()) {
    const amounts = course.held.get(each);
    if (amounts !== undefined) amounts[part] = parts[at] ?? 0n;
  }
}

/** Nothing is held from the month on, which posts the amount; a claw-back takes no more than was shared. Returns what it could not take. */
function close(course: Course, to: { month: number; part: Part; amount: bigint; first: number }): bigint {
  const { month, part, amount, first } = to;
  for (const [each, amounts] of course.held) if (each >= month) amounts[part] = 0n;
  const posted = postedSince(course, first, month, part);
  const limit = posted > 0n ? -posted : 0n;
  const posts = amount < limit ? limit : amount;
  add(course.direct, month, part, posts);
  return amount - posts;
}

function postedSince(course: Course, first: number, month: number, part: Part): bigint {
  const of = (months: ByMonth, until: number): bigint =>
    sum([...months].filter(([each]) => each >= first && each <= until).map(([, amounts]) => amounts[part]));
  return of(course.held, month - 1) + of(course.direct, month);
}

/**
 * The alternative of R6: the reductions so far take one fraction off every month of the schedule that they found, so each
 * month is left its part of the rest; what the past had more than that posts in the reduction's month.
 */
function proportional(course: Course, taken: Taken, first: number): void {
  const month = monthOf(taken.at);
  course.fractions ??= { own: postedOrHeld(course), left: postedOrHeld(course), off: nothing() };
  const { own, left, off } = course.fractions;
  const months = [...own.keys()].sort((a, b) => a - b);
  const unshared = nothing();
  for (const part of PARTS) {
    const had = months.map((each) => own.get(each)?.[part] ?? 0n);
    off[part] += taken.dollars[part];
    if (sum(had) === 0n) {
      add(course.direct, month, part, -taken.dollars[part]);
      continue;
    }
    for (const [at, rest] of shared(sum(had) - off[part], had).entries()) {
      const each = months[at] ?? month;
      const change = rest - (left.get(each)?.[part] ?? 0n);
      add(left, each, part, change);
      if (each >= month) add(course.held, each, part, change);
      else if (each >= first) add(course.direct, month, part, change);
      else unshared[part] += change;
    }
  }
  noteUnshared(course, month, unshared);
}

function postedOrHeld(course: Course): ByMonth {
  const out: ByMonth = new Map();
  for (const part of PARTS) {
    for (const [month, amounts] of [...course.held, ...course.direct]) add(out, month, part, amounts[part]);
  }
  return out;
}

interface Outcome {
  readonly posted: ByMonth;
  /** What is held for months after this one, as it is known in it. */
  readonly heldAfter: (month: number) => bigint;
  readonly unshared: readonly Unshared[];
  /** The reductions that go beyond the gross as a month knows it. */
  readonly beyondIn: (month: number) => Course['beyond'];
}

/** R7: from a restoration's month on as if the reduction had never been; the past difference posts in that month. */
function outcomeOf(charge: Charge, rate: Fraction, judgement: Judgement): Outcome {
  const { policy } = judgement;
  const first = monthNumber(policy.firstMonth);
  const turns = [...new Set(charge.restorations.map(({ at }) => monthOf(at)))].sort((a, b) => a - b);
  const courses = [-1, ...turns].map((turn) => ({
    from: turn,
    course: courseOf(charge, rate, reductionsLeft(charge, turn), judgement),
  }));
  const last = Math.max(
    ...courses.flatMap(({ course }) => [...course.held.keys(), ...course.direct.keys(), ...course.excess.keys()]),
    ...turns,
    ...charge.rowFees.map(({ at }) => monthOf(at)),
  );
  const courseIn = (month: number): Course => only(courses.filter(({ from }) => from <= month).reverse()).course;
  const of = (course: Course, month: number, part: Part): bigint =>
    (course.held.get(month)?.[part] ?? 0n) +
    (course.direct.get(month)?.[part] ?? 0n) +
    (course.excess.get(month)?.[part] ?? 0n);
  const posted: ByMonth = new Map();
  for (let month = monthOf(charge.at); month <= last; month += 1) {
    for (const part of PARTS) {
      add(posted, month, part, of(courseIn(month), month, part));
      if (!turns.includes(month)) continue;
      for (let past = Math.max(first, monthOf(charge.at)); past < month; past += 1) {
        add(posted, month, part, of(courseIn(month), past, part) - of(courseIn(month - 1), past, part));
      }
    }
  }
  for (const { at, fee } of charge.rowFees) add(posted, monthOf(at), 'fee', halfEven(times(fee, rate)));
  const heldAfter = (month: number): bigint =>
    sum([...heldIn(charge, rate, judgement, month)].filter(([each]) => each > month).map(([, each]) => net(each)));
  const reduced = [...new Set(courses.flatMap(({ course }) => course.unshared.map(({ month }) => month)))];
  const unshared = reduced.flatMap((each) => courseIn(each).unshared.filter(({ month }) => month === each));
  return { posted, heldAfter, unshared, beyondIn: (month) => courseIn(month).beyond };
}

/** The schedule as the month knows it: later reductions and restorations have not been. */
function heldIn(charge: Charge, rate: Fraction, judgement: Judgement, month: number): ByMonth {
  const known = reductionsLeft(charge, month).filter(({ at }) => monthOf(at) <= month);
  return courseOf(charge, rate, known, judgement).held;
}

/**
 * An excess is decided by its amount: what goes beyond of all rows of its refund or dispute in its month, as it was when the last of them
 * came.
 */
function excessSubject(charge: Charge, rate: Fraction, row: Reduction): string {
  const isOf = (each: Reduction): boolean =>
    each.source === row.source && monthOf(each.at) === monthOf(row.at) && each.asSettled !== true;
  const last = Math.max(...charge.reductions.filter(isOf).map(({ at }) => at));
  const known = <Each extends { readonly at: number }>(all: readonly Each[]): Each[] =>
    all.filter(({ at }) => at <= last);
  const then = { ...charge, reductions: known(charge.reductions), restorations: known(charge.restorations) };
  const beyond = takenOf(charge, reductionsLeft(then, monthOf(last)), rate).flatMap((each) => each.beyond);
  const gross = sum(beyond.filter((each) => isOf(each.row)).map(({ dollars }) => dollars.gross));
  return `${charge.key} ${row.source} ${gross / 1_000_000n}.${String(gross % 1_000_000n).padStart(6, '0')}`;
}

/** The reductions of a charge without what is restored up to a month, in the order of their instants. */
function reductionsLeft(charge: Charge, month: number): Reduction[] {
  const back = charge.restorations.filter(({ at }) => monthOf(at) <= month);
  const { left } = broughtBackFrom(charge, back);
  return merged(left.filter(({ gross, tax, fee }) => gross.n !== 0n || (tax !== null && tax.n !== 0n) || fee.n !== 0n));
}

/** R7: of several reductions of one source the latest before a restoration comes back first. */
function broughtBackFrom(
  charge: Charge,
  restorations: readonly Restoration[],
): { left: Reduction[]; beyond: Restoration[] } {
  const left = [...charge.reductions].sort((a, b) => a.at - b.at);
  const beyond: Restoration[] = [];
  for (const each of [...restorations].sort((a, b) => a.at - b.at)) {
    let open = { gross: each.gross, tax: each.tax ?? ZERO, fee: each.fee };
    for (let at = left.length - 1; at >= 0; at -= 1) {
      const reduction = left[at];
      if (reduction === undefined || reduction.source !== each.source || reduction.at > each.at) continue;
      const back = {
        gross: smaller(open.gross, reduction.gross),
        tax: smaller(open.tax, reduction.tax ?? ZERO),
        fee: smaller(open.fee, reduction.fee),
      };
      open = { gross: minus(open.gross, back.gross), tax: minus(open.tax, back.tax), fee: minus(open.fee, back.fee) };
      left[at] = {
        ...reduction,
        whole: reduction.whole ?? reduction.gross,
        gross: minus(reduction.gross, back.gross),
        tax: reduction.tax === null ? null : minus(reduction.tax, back.tax),
        fee: minus(reduction.fee, back.fee),
      };
    }
    if (open.gross.n > 0n || open.tax.n > 0n || open.fee.n > 0n) beyond.push(each);
  }
  return { left, beyond };
}

/** The smaller of two amounts; nothing where either is nothing or less. */
const smaller = (a: Fraction, b: Fraction): Fraction => {
  const least = less(a, b) ? a : b;
  return least.n > 0n ? least : ZERO;
};

/** Rows of one kind at one instant are one reduction. */
function merged(reductions: readonly Reduction[]): Reduction[] {
  const groups = [...grouped(reductions, ({ at, kind }) => `${at} ${kind}`).values()].map((group) => ({
    ...only(group),
    gross: total(group.map(({ gross }) => gross)),
    // Of what came back whole nothing goes beyond the gross any more.
    whole: total(group.map(({ gross, whole }) => (gross.n === 0n ? ZERO : (whole ?? gross)))),
    tax: only(group).tax === null ? null : total(group.map(({ tax }) => tax ?? ZERO)),
    fee: total(group.map(({ fee }) => fee)),
  }));
  return groups.sort((a, b) => a.at - b.at || byText(a.id, b.id));
}

// ---------------------------------------------------------------------------------------------------------------------
// What the files of a world say

/** An amount that belongs to no charge: a cost, a shared fee, an accepted orphan. It moves net revenue as it stands. */
interface Lone {
  readonly provider: string;
  readonly key: string;
  readonly month: number;
  readonly amount: bigint;
}

interface Found {
  readonly charges: Charge[];
  readonly lone: Lone[];
  readonly leftOut: {
    readonly month: number;
    readonly reason: string;
    readonly source: string;
    readonly amount: bigint;
  }[];
  readonly exceptions: { readonly month: number; readonly code: string; readonly subject: string }[];
}

interface Sources {
  readonly known: Known;
  readonly policy: ProofPolicy;
  readonly rates: Rates;
  readonly found: Found;
  /** What final months settled, and how many of the decisions they have used. */
  readonly books: Pick<Books, 'settled' | 'used'>;
}

const decided = ({ decisions }: Pick<Known, 'decisions'>, code: string, subject: string): string =>
  decisions.filter((each) => each.code === code && each.subject === subject).at(-1)?.decision ?? '';

/** What a person said of an exception of a month: rows of another month are another exception, whatever they are called. */
function said({ known, books }: Sources, code: string, subject: string, at: number): string {
  const fresh = { decisions: known.decisions.slice(books.used) };
  return books.settled.get(settledBy({ code, subject, month: monthOf(at) })) ?? decided(fresh, code, subject);
}

function rowsOf(known: Pick<Known, 'files'>, column: string, separator = ','): Row[] {
  const names = [...known.files.keys()].sort(byText);
  return names.flatMap((name) => {
    const text = known.files.get(name) ?? '';
    const [header = ''] = text.split('\n');
    const has = header.split(separator).some((each) => plainName(each) === plainName(column));
    return has ? table(text, separator) : [];
  });
}

/** Notes what is left out; rows without a rate count as zero dollars. */
function leaveOut(
  sources: Sources,
  reason: string,
  source: string,
  row: { at: number; native: Fraction; currency: string },
): void {
  const rate = rateOn(sources.rates, row.currency, row.at) ?? ZERO;
  sources.found.leftOut.push({ month: monthOf(row.at), reason, source, amount: halfEven(times(row.native, rate)) });
}

function except(sources: Sources, code: string, subject: string, at: number): void {
  sources.found.exceptions.push({ month: monthOf(at), code, subject });
}

/** One exception for a subject and month, whatever number of rows it has. */
function exceptOnce(sources: Sources, code: string, subject: string, at: number): void {
  const isThere = sources.found.exceptions.some(
    (each) => each.code === code && each.subject === subject && each.month === monthOf(at),
  );
  if (!isThere) except(sources, code, subject, at);
}

// ------------------------------------------------------------------------------------------------------------- Stripe

interface Invoice {
  readonly id: string;
  readonly status: string;
  readonly json: boolean;
  readonly live: boolean;
  readonly subscription: string;
  readonly currency: string;
  readonly total: Fraction;
  readonly tax: Fraction;
  readonly discount: Fraction;
  readonly due: Fraction;
  /** When it was made, and when it was paid. */
  readonly made: number;
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly complete: boolean;
  readonly outOfBand: boolean;
  /** Whether another version of the same standing says otherwise. */
  readonly conflicting: boolean;
  /** All of that standing, itself too. */
  readonly rivals?: readonly Invoice[];
  readonly lines: readonly InvoiceLine[];
}

interface InvoiceLine {
  readonly id: string;
  readonly price: string;
  readonly from: number;
  readonly until: number;
  readonly proration: boolean;
  /** In minor units, without its discounts, credits and inclusive tax. */
  readonly weight: bigint;
  readonly inclusive: boolean;
}

type Json = { readonly [key: string]: unknown };
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const inside = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const whole = (value: unknown): bigint => (typeof value === 'number' ? BigInt(value) : 0n);
const word = (...values: readonly unknown[]): string => {
  const found = values.find((each): each is string => typeof each === 'string' && each !== '');
  return found ?? '';
};
const seconds = (value: unknown): number => (typeof value === 'number' ? value * 1000 : Number.NaN);

function csvInvoice(row: Row): Invoice {
  const tax = cell(row, 'tax');
  const parts = plus(decimal(cell(row, 'exclusivetaxamount')), decimal(cell(row, 'inclusivetaxamount')));
  return {
    id: cell(row, 'id'),
    status: cell(row, 'status'),
    json: false,
    live: true,
    subscription: cell(row, 'subscription'),
    currency: cell(row, 'currency').toUpperCase(),
    total: decimal(cell(row, 'total')),
    tax: tax === '' ? parts : decimal(tax),
    discount: decimal(cell(row, 'totaldiscountamount')),
    due: decimal(cell(row, 'amountdue')),
    made: utc(cell(row, 'dateutc') || cell(row, 'finalizedatutc')),
    at: utc(cell(row, 'paidatutc') || cell(row, 'finalizedatutc') || cell(row, 'dateutc')),
    from: utc(cell(row, 'minimumlineitemperiodstartutc')),
    until: utc(cell(row, 'maximumlineitemperiodendutc')),
    complete: true,
    outOfBand: false,
    conflicting: false,
    lines: [],
  };
}

function jsonLine(line: unknown): InvoiceLine {
  const inclusive = [
    ...list(inside(line, 'tax_amounts'))
      .filter((each) => inside(each, 'inclusive') === true)
      .map((each) => whole(inside(each, 'amount'))),
    ...list(inside(line, 'taxes'))
      .filter((each) => inside(each, 'tax_behavior') === 'inclusive')
      .map((each) => whole(inside(each, 'amount'))),
  ];
  const taken = [
    ...list(inside(line, 'discount_amounts')).map((each) => whole(inside(each, 'amount'))),
    ...list(inside(line, 'pretax_credit_amounts'))
      .filter((each) => inside(each, 'type') === 'credit_balance_transaction')
      .map((each) => whole(inside(each, 'amount'))),
    ...inclusive,
  ];
  return {
    id: word(inside(line, 'id')),
    price: word(
      inside(line, 'pricing', 'price_details', 'price'),
      inside(line, 'price', 'id'),
      inside(line, 'plan', 'id'),
    ),
    from: seconds(inside(line, 'period', 'start')),
    until: seconds(inside(line, 'period', 'end')),
    proration:
      inside(line, 'proration') === true ||
      inside(line, 'parent', 'invoice_item_details', 'proration') === true ||
      inside(line, 'parent', 'subscription_item_details', 'proration') === true,
    weight: whole(inside(line, 'amount')) - sum(taken),
    inclusive: inclusive.length > 0,
  };
}

function jsonInvoice(value: unknown): Invoice {
  const currency = word(inside(value, 'currency')).toUpperCase();
  const minor = currency === 'JPY' ? 1n : 100n;
  const taxes = [...list(inside(value, 'total_taxes')), ...list(inside(value, 'total_tax_amounts'))];
  const tax = taxes.length > 0 ? sum(taxes.map((each) => whole(inside(each, 'amount')))) : whole(inside(value, 'tax'));
  const discounts = list(inside(value, 'total_discount_amounts')).map((each) => whole(inside(each, 'amount')));
  const lines = list(inside(value, 'lines', 'data'));
  const paid = seconds(inside(value, 'status_transitions', 'paid_at'));
  const subscriptions = lines.flatMap((line) => [
    inside(line, 'subscription'),
    inside(line, 'parent', 'subscription_item_details', 'subscription'),
    inside(line, 'parent', 'invoice_item_details', 'subscription'),
  ]);
  return {
    id: word(inside(value, 'id')),
    status: word(inside(value, 'status')),
    json: true,
    live: inside(value, 'livemode') !== false,
    subscription: word(
      inside(value, 'subscription'),
      inside(value, 'parent', 'subscription_details', 'subscription'),
      ...subscriptions,
    ),
    currency,
    total: fraction(whole(inside(value, 'total')), minor),
    tax: fraction(tax, minor),
    discount: fraction(sum(discounts), minor),
    due: fraction(whole(inside(value, 'amount_due')), minor),
    made: seconds(inside(value, 'created')),
    at: Number.isNaN(paid) ? seconds(inside(value, 'created')) : paid,
    from: Number.NaN,
    until: Number.NaN,
    complete: inside(value, 'lines', 'has_more') !== true,
    outOfBand: inside(value, 'paid_out_of_band') === true,
    conflicting: false,
    lines: lines.map(jsonLine).sort((a, b) => byText(a.id, b.id)),
  };
}

/** Whether two versions that stand equal state different money, or two of the API different lines. */
function contradicts(a: Invoice, b: Invoice): boolean {
  const money = ({ total: all, tax, currency }: Invoice): string => `${all.n}/${all.d} ${tax.n}/${tax.d} ${currency}`;
  const lines = (of: Invoice): string =>
    of.lines.map(({ price, from, until, weight }) => `${price} ${from} ${until} ${weight}`).join('\n');
  return money(a) !== money(b) || (a.json && b.json && lines(a) !== lines(b));
}

/** Of several versions the status decides, then whether all lines are there, then JSON over CSV. */
function invoicesOf(known: Known): Map<string, Invoice> {
  const json = [...known.files]
    .filter(([name]) => name.endsWith('.jsonl') && name.startsWith('stripe/'))
    .flatMap(([, text]) => text.split('\n').filter((line) => line !== ''))
    .map((line) => jsonInvoice(JSON.parse(line)));
  const csv = rowsOf(known, 'Minimum Line Item Period Start (UTC)').map(csvInvoice);
  const rank = (each: Invoice): number =>
    ['draft', 'open', 'uncollectible', 'paid'].indexOf(each.status === 'void' ? 'paid' : each.status) * 4 +
    (each.complete ? 2 : 0) +
    (each.json ? 1 : 0);
  const best = new Map<string, Invoice>();
  for (const each of [...csv, ...json]) {
    const there = best.get(each.id);
    const isBetter = there === undefined || rank(each) > rank(there);
    const standEqual = there !== undefined && Math.floor(rank(each) / 2) === Math.floor(rank(there) / 2);
    const conflicting = standEqual && (there.conflicting || contradicts(each, there));
    const rivals = standEqual ? [...(there.rivals ?? [there]), each] : [each];
    if (isBetter || standEqual) best.set(each.id, { ...(isBetter ? each : there), conflicting, rivals });
  }
  return best;
}

/** What a person says of versions that contradict each other, told by their order: the place of the right one; -1 for none. */
const placeOf = (decision: string): number => ['first', 'second', 'third'].indexOf(decision);

/** The invoice by which a charge is judged: of several versions the one that a person says is right, by total and tax. */
function invoiceBehind(row: Row, invoices: ReadonlyMap<string, Invoice>, sources: Sources): Invoice | undefined {
  const invoice = invoices.get(cell(row, 'invoiceid'));
  if (invoice?.conflicting !== true) return invoice;
  const decision = said(sources, 'conflicting-invoice', cell(row, 'chargeid'), momentOf(row));
  const versions = [...(invoice.rivals ?? [])].sort((a, b) =>
    less(a.total, b.total) ? -1 : less(b.total, a.total) ? 1 : less(a.tax, b.tax) ? -1 : 1,
  );
  const chosen = versions[placeOf(decision)];
  if (chosen === undefined) return invoice;
  return { ...chosen, conflicting: false };
}

/** One line over the span, or why a person has to look (R5). */
function csvLines(row: Row, invoice: Invoice, others: readonly Invoice[], sources: Sources): Line[] | string {
  const days = (invoice.until - invoice.from) / DAY;
  const term = (days >= 28 && days <= 31) || (days >= 364 && days <= 366);
  if (!term || insidePaidTerm(invoice, others)) {
    const subject = cell(row, 'chargeid');
    if (said(sources, 'mixed-periods', subject, momentOf(row)) !== 'accept') return 'mixed-periods';
    except(sources, 'mixed-periods', subject, momentOf(row));
  }
  const months = Math.max(1, monthOf(invoice.until) - monthOf(invoice.from));
  return [{ weight: 1n, first: monthOf(momentOf(row)), months, counts: true }];
}

/** R5: whether it begins inside a term of its subscription that was paid before; what the customer's balance paid counts. */
function insidePaidTerm(invoice: Invoice, all: Iterable<Invoice>): boolean {
  return [...all].some(
    (each) =>
      each.id !== invoice.id &&
      each.subscription === invoice.subscription &&
      each.status === 'paid' &&
      each.total.n > 0n &&
      minuteOf(each.made) <= minuteOf(invoice.made) &&
      minuteOf(invoice.from) < minuteOf(endOf(each)),
  );
}

/** The CSV prints minutes: of two that were made in the same one each may be the earlier, and a term is over in that of its end. */
const minuteOf = (at: number): number => Math.floor(at / 60_000);

const endOf = (invoice: Invoice): number =>
  invoice.json ? Math.max(...invoice.lines.map(({ until }) => until)) : invoice.until;

/** The lines by their own periods, prices and weights, or why not. */
function jsonLines(row: Row, invoice: Invoice, sources: Sources): Line[] | string {
  const { policy } = sources;
  const at = momentOf(row);
  if (!invoice.complete) return 'incomplete-invoice';
  const weights = sum(invoice.lines.map(({ weight }) => weight));
  const minor = invoice.currency === 'JPY' ? 1n : 100n;
  const off = size(minus(fraction(weights, minor), minus(invoice.total, invoice.tax)));
  // Where tax is inclusive a line may be off by a minor unit.
  const allowed = fraction(BigInt(invoice.lines.filter(({ inclusive }) => inclusive).length), minor);
  if (less(allowed, off)) {
    const subject = cell(row, 'chargeid');
    if (said(sources, 'invoice-does-not-add-up', subject, at) !== 'accept') return 'invoice-does-not-add-up';
    except(sources, 'invoice-does-not-add-up', subject, at);
  }
  if (weights <= 0n) return 'weights-not-positive';
  const plans = policy.plans.flatMap(({ stripe }) => stripe);
  if (invoice.lines.some(({ price }) => !plans.includes(price) && !policy.otherStripe.includes(price)))
    return 'unknown-product';
  if (invoice.lines.every(({ price }) => !plans.includes(price))) return 'other-product';
  return invoice.lines.map((line) => ({
    weight: line.weight,
    first: line.proration ? monthOf(line.from) : monthOf(at),
    months: Math.max(1, monthOf(line.until) - monthOf(line.from)),
    counts: plans.includes(line.price),
  }));
}

const REASONS_OF_CHARGES = ['not-subscription', 'other-product', 'test-mode'];

/** The charge of a row, or the reason or exception that keeps it from being one. */
function stripeVerdict(row: Row, invoices: ReadonlyMap<string, Invoice>, sources: Sources): Line[] | string {
  const id = cell(row, 'invoiceid');
  if (id === '') return 'not-subscription';
  const invoice = invoiceBehind(row, invoices, sources);
  if (invoice === undefined || invoice.status === 'draft') return 'missing-invoice';
  if (!invoice.live) return 'test-mode';
  if (invoice.subscription === '') return 'not-subscription';
  if (invoice.conflicting) return 'conflicting-invoice';
  if (invoices.get(id)?.conflicting === true)
    except(sources, 'conflicting-invoice', cell(row, 'chargeid'), momentOf(row));
  return invoice.json ? jsonLines(row, invoice, sources) : csvLines(row, invoice, [...invoices.values()], sources);
}

const currencyOf = (row: Row): string => cell(row, 'currency').toUpperCase();
const momentOf = (row: Row): number => utc(cell(row, 'createdutc', 'created'));
const money = (row: Row, column = 'gross'): { at: number; native: Fraction; currency: string } => ({
  at: momentOf(row),
  native: decimal(cell(row, column)),
  currency: currencyOf(row),
});

function stripeCharge(row: Row, lines: readonly Line[], invoice: Invoice | undefined): Charge {
  const gross = decimal(cell(row, 'gross'));
  const tax =
    invoice === undefined || invoice.total.n === 0n ? ZERO : cut(times(invoice.tax, over(gross, invoice.total)));
  return {
    provider: 'stripe',
    key: cell(row, 'chargeid') || cell(row, 'sourceid'),
    at: momentOf(row),
    currency: currencyOf(row),
    ...(invoice === undefined ? {} : { billedIn: invoice.currency }),
    native: { gross, tax, fee: decimal(cell(row, 'fee')) },
    lines,
    reductions: [],
    restorations: [],
    rowFees: [],
  };
}

/** What of a row is of other products' lines of its charge. */
function otherProducts(
  charge: Charge,
  row: { at: number; native: Fraction; currency: string },
  sources: Sources,
): void {
  if (charge.lines.every(({ counts }) => counts)) return;
  const rate = rateOn(sources.rates, row.currency, charge.at) ?? ZERO;
  const gross = halfEven(times(row.native, rate));
  const ofCharge = row.at === charge.at && row.native.n > 0n;
  const plan = ofCharge
    ? sum([...scheduleOf(charge, rate).values()].map((amounts) => amounts.gross))
    : truncated(times(fraction(gross, MILLION), planProportion(charge)));
  sources.found.leftOut.push({
    month: monthOf(row.at),
    reason: 'other-product',
    source: 'stripe',
    amount: gross - plan,
  });
}

const TAKES = ['refund', 'partial_capture_reversal', 'charge_failure', 'dispute'];
const BRINGS_BACK = ['dispute_reversal', 'refund_failure'];
const SHARED = ['fee', 'network_cost', 'tax'];
const NO_REVENUE = ['payout', 'payout_reversal', 'transfer', 'topup', 'risk_reserved_funds'];

/** Whether copies of one transaction have two values of one field. */
const conflict = (copies: readonly Row[]): boolean =>
  Object.keys(only(copies)).some((name) => new Set(copies.map((row) => cell(row, name)).filter(Boolean)).size > 1);

/** What one copy of a transaction leaves empty another fills. */
const filledUp = (copies: readonly Row[]): Row =>
  Object.fromEntries(
    Object.keys(only(copies)).map((name) => [name, copies.map((row) => cell(row, name)).find(Boolean) ?? '']),
  );

/** Of copies that contradict each other the ones that a person says are right, as one row, in the order of their gross; else none. */
function chosenOf(copies: readonly Row[], sources: Sources): Row[] {
  const id = cell(only(copies), 'balancetransactionid');
  const at = Math.min(...copies.map(momentOf));
  except(sources, 'conflicting-transaction', id, at);
  const grossOf = (row: Row): Fraction => decimal(cell(row, 'gross'));
  const versions = [...grouped(copies, (row) => cell(row, 'gross')).values()].sort((a, b) =>
    less(grossOf(only(a)), grossOf(only(b))) ? -1 : 1,
  );
  const chosen = versions[placeOf(said(sources, 'conflicting-transaction', id, at))];
  return chosen === undefined ? [] : [filledUp(chosen)];
}

function readStripe(sources: Sources): void {
  const { known, found } = sources;
  const copies = [
    ...grouped(rowsOf(known, 'balance_transaction_id'), (row) => cell(row, 'balancetransactionid')).values(),
  ];
  const rows = copies.flatMap((each) => (conflict(each) ? chosenOf(each, sources) : [filledUp(each)]));
  const invoices = invoicesOf(known);
  const verdicts = new Map<string, string>();
  for (const row of rows.filter((each) => cell(each, 'reportingcategory') === 'charge')) {
    const verdict = stripeVerdict(row, invoices, sources);
    const key = cell(row, 'chargeid') || cell(row, 'sourceid');
    const invoice = invoiceBehind(row, invoices, sources);
    if (typeof verdict !== 'string') {
      const charge = stripeCharge(row, verdict, invoice);
      found.charges.push(charge);
      otherProducts(charge, money(row), sources);
    }
    if (typeof verdict !== 'string') continue;
    if (REASONS_OF_CHARGES.includes(verdict)) leaveOut(sources, verdict, 'stripe', money(row));
    else except(sources, verdict, key, momentOf(row));
    verdicts.set(key, verdict);
  }
  readOpening(sources);
  for (const row of rows) stripeMovement(row, rows, sources, verdicts);
  for (const row of rows.filter((each) => SHARED.includes(cell(each, 'reportingcategory'))))
    sharedFee(row, rows, sources);
  invoicesWithoutCharge(rows, invoices, sources);
}

/** A refund, dispute or restoration finds its charge, shares its fate, or is an orphan (R6, R7, R8). */
function stripeMovement(row: Row, rows: readonly Row[], sources: Sources, verdicts: ReadonlyMap<string, string>): void {
  const category = cell(row, 'reportingcategory');
  if (NO_REVENUE.includes(category)) leaveOut(sources, 'not-revenue', 'stripe', money(row));
  if (!isStrange(row) && ![...TAKES, ...BRINGS_BACK].includes(category)) return;
  const id = cell(row, 'balancetransactionid');
  const of = chargeOf(row, rows);
  const charge = sources.found.charges.find(({ provider, key }) => provider === 'stripe' && key === of);
  const verdict = verdicts.get(of);
  // A row of a category that nobody knows does not share the fate of a charge that is no plan's.
  if (verdict !== undefined && [...TAKES, ...BRINGS_BACK].includes(category)) {
    if (REASONS_OF_CHARGES.includes(verdict)) leaveOut(sources, verdict, 'stripe', money(row));
    return;
  }
  if (isStrange(row)) {
    strangeRow(row, rows, sources);
    return;
  }
  if (charge === undefined) {
    stripeOrphan(row, rows, sources);
    return;
  }
  const shared = {
    at: momentOf(row),
    source: cell(row, 'sourceid'),
    gross: size(decimal(cell(row, 'gross'))),
    tax: null,
    fee: ZERO,
  };
  const ofCharge = rows.filter((each) => isRowOf(each, of));
  const isSeen = ofCharge.some((each) => facing(each).n !== 0n);
  const isOther = isSeen || (charge.billedIn ?? charge.currency) !== charge.currency;
  const asSettled = isOther && !(isSeen && facing(row).n !== 0n);
  if (isSeen && facing(row).n !== 0n) shared.gross = presented(row, { charge, printed: shared.gross, rows }, sources);
  else if (asSettled) exceptOnce(sources, 'presentment-missing', `${of} ${shared.source}`, momentOf(row));
  otherProducts(charge, money(row), sources);
  const fee = decimal(cell(row, 'fee'));
  if (fee.n !== 0n) charge.rowFees.push({ at: shared.at, fee });
  if (TAKES.includes(category))
    charge.reductions.push({ ...shared, id, asSettled, kind: category === 'dispute' ? 'dispute' : 'refund' });
  else charge.restorations.push(shared);
}

/** What the customer saw of a row, where that was another currency. */
const facing = (row: Row): Fraction => size(decimal(cell(row, 'customerfacingamount')));

const isRowOf = (row: Row, charge: string): boolean =>
  cell(row, 'reportingcategory') === 'charge' && (cell(row, 'chargeid') || cell(row, 'sourceid')) === charge;

/** Whether nobody knows the row's category, or its sign is not that of it. */
function isStrange(row: Row): boolean {
  const category = cell(row, 'reportingcategory');
  const { n } = decimal(cell(row, 'gross'));
  if (TAKES.includes(category)) return n > 0n;
  if (BRINGS_BACK.includes(category)) return n < 0n;
  return !['charge', ...SHARED, ...NO_REVENUE].includes(category);
}

/** Accepted, it posts less its fee: of a plan's charge whole and in its own month, any other as a fee of the whole account. */
function strangeRow(row: Row, rows: readonly Row[], sources: Sources): void {
  const id = cell(row, 'balancetransactionid');
  except(sources, 'unknown-category', id, momentOf(row));
  if (said(sources, 'unknown-category', id, momentOf(row)) !== 'accept') return;
  const of = chargeOf(row, rows);
  const charge = sources.found.charges.find(({ provider, key }) => provider === 'stripe' && key === of);
  if (charge === undefined) {
    sharedFee(row, rows, sources);
    return;
  }
  const rate = rateOn(sources.rates, currencyOf(row), charge.at) ?? ZERO;
  const amount = halfEven(times(decimal(cell(row, 'net')), rate));
  sources.found.lone.push({ provider: 'stripe', key: of, month: monthOf(momentOf(row)), amount });
}

/**
 * R6: the fraction that the customer saw; what another day's rate made of the rest is outside the pool. What comes back is
 * the same part of what its refund or dispute took; of one that nobody saw, the part of the charge.
 */
function presented(
  row: Row,
  of: { charge: Charge; printed: Fraction; rows: readonly Row[] },
  sources: Sources,
): Fraction {
  const { charge, printed, rows } = of;
  const own = rows.filter((each) => chargeOf(each, rows) === charge.key && !isStrange(each));
  const whole = total(rows.filter((each) => isRowOf(each, charge.key)).map(facing));
  const taking = own.filter((each) => TAKES.includes(cell(each, 'reportingcategory')));
  const upTo = (seen: Fraction): Fraction => cut(times(charge.native.gross, over(seen, whole)));
  const tookBy = (one: Row): Fraction => {
    const soFar = total(taking.filter((each) => momentOf(each) <= momentOf(one)).map(facing));
    return minus(upTo(soFar), upTo(minus(soFar, facing(one))));
  };
  const same = taking.filter((each) => cell(each, 'sourceid') === cell(row, 'sourceid') && facing(each).n !== 0n);
  const back = (): Fraction =>
    same.length === 0
      ? cut(times(charge.native.gross, over(facing(row), whole)))
      : cut(times(total(same.map(tookBy)), over(facing(row), total(same.map(facing)))));
  const isBack = BRINGS_BACK.includes(cell(row, 'reportingcategory'));
  const gross = isBack ? back() : tookBy(row);
  const rest = minus(printed, gross);
  if (rest.n !== 0n) {
    const rate = rateOn(sources.rates, charge.currency, charge.at) ?? ZERO;
    const converted = halfEven(times(rest, rate));
    const amount = isBack ? converted : -converted;
    sources.found.leftOut.push({ month: monthOf(momentOf(row)), reason: 'fx-difference', source: 'stripe', amount });
  }
  return gross;
}

/** R8: a row that names no charge finds it by its refund or dispute, or by its invoice. */
function chargeOf(row: Row, rows: readonly Row[]): string {
  const same = rows
    .filter((each) => cell(each, 'sourceid') === cell(row, 'sourceid'))
    .map((each) => cell(each, 'chargeid'));
  const invoice = cell(row, 'invoiceid');
  const paying = rows.filter(
    (each) => cell(each, 'reportingcategory') === 'charge' && invoice !== '' && cell(each, 'invoiceid') === invoice,
  );
  return cell(row, 'chargeid') || same.find((each) => each !== '') || (paying[0] ? cell(paying[0], 'chargeid') : '');
}

/**
 * R8: nothing, until a person accepts it as a reduction of its own month, at the rate of its own date. What takes an
 * accepted one back posts in its own month too.
 */
function stripeOrphan(row: Row, rows: readonly Row[], sources: Sources): void {
  const id = cell(row, 'balancetransactionid');
  const brings = BRINGS_BACK.includes(cell(row, 'reportingcategory'));
  if (brings ? !bringsOrphanBack(row, rows, sources) : true) {
    const code = brings ? 'orphan-restoration' : 'orphan';
    except(sources, code, id, momentOf(row));
    if (brings || said(sources, code, id, momentOf(row)) !== 'accept') return;
  }
  const rate = rateOn(sources.rates, currencyOf(row), momentOf(row)) ?? ZERO;
  const amount = halfEven(times(decimal(cell(row, 'gross')), rate)) - halfEven(times(decimal(cell(row, 'fee')), rate));
  sources.found.lone.push({ provider: 'stripe', key: chargeOf(row, rows), month: monthOf(momentOf(row)), amount });
}

/** Whether accepted orphans of the same refund or dispute took as much before. */
function bringsOrphanBack(row: Row, rows: readonly Row[], sources: Sources): boolean {
  const same = rows.filter((each) => cell(each, 'sourceid') === cell(row, 'sourceid'));
  const taken = same.filter(
    (each) =>
      TAKES.includes(cell(each, 'reportingcategory')) &&
      momentOf(each) <= momentOf(row) &&
      said(sources, 'orphan', cell(each, 'balancetransactionid'), momentOf(each)) === 'accept',
  );
  const open = total(taken.map((each) => size(decimal(cell(each, 'gross')))));
  return !less(open, decimal(cell(row, 'gross')));
}

/** R9: charges of one currency are compared as they are printed, others in dollars. */
function comparedIn(
  currencies: readonly string[],
  rates: Sources['rates'],
): (native: Fraction, currency: string, at: number) => Fraction {
  if (new Set(currencies).size === 1) return (native) => native;
  return (native, currency, at) => fraction(halfEven(times(native, rateOn(rates, currency, at) ?? ZERO)), MILLION);
}

/** R9: in the proportion of the month's subscription gross to all gross of its charges. */
function sharedFee(row: Row, rows: readonly Row[], sources: Sources): void {
  const { rates, policy, found } = sources;
  const at = momentOf(row);
  const month = monthOf(at);
  const amount = halfEven(times(decimal(cell(row, 'net')), rateOn(rates, currencyOf(row), at) ?? ZERO));
  const charged = rows.filter(
    (each) => cell(each, 'reportingcategory') === 'charge' && monthOf(momentOf(each)) === month,
  );
  const compared = comparedIn(charged.map(currencyOf), rates);
  const all = total(charged.map((each) => compared(decimal(cell(each, 'gross')), currencyOf(each), momentOf(each))));
  // R2: what a charge's plan lines are of it is truncated to a millionth.
  const ofPlans = (each: Charge): Fraction =>
    cut(times(compared(each.native.gross, each.currency, each.at), planProportion(each)));
  const subscriptions = total(
    found.charges
      .filter((each) => each.provider === 'stripe' && !each.key.startsWith('opening ') && monthOf(each.at) === month)
      .map(ofPlans),
  );
  const mode = inForce(policy, 'sharedFees', month) ?? 'prorate';
  const proportion = all.n === 0n ? fraction(1n) : over(subscriptions, all);
  const counted = { prorate: truncated(times(fraction(amount, MILLION), proportion)), all: amount, none: 0n }[mode];
  const key = cell(row, 'balancetransactionid');
  found.lone.push({ provider: 'stripe', key, month, amount: counted });
  if (counted !== amount)
    found.leftOut.push({ month, reason: 'shared-fee-rest', source: 'stripe', amount: amount - counted });
}

/** R4: what an invoice that no ledger row is of was. */
function invoicesWithoutCharge(rows: readonly Row[], invoices: ReadonlyMap<string, Invoice>, sources: Sources): void {
  const charged = new Set(
    rows.filter((row) => cell(row, 'reportingcategory') === 'charge').map((row) => cell(row, 'invoiceid')),
  );
  for (const invoice of invoices.values()) {
    if (charged.has(invoice.id) || invoice.subscription === '' || invoice.status !== 'paid') continue;
    const out = { at: invoice.at, native: invoice.total, currency: invoice.currency };
    if (!invoice.live) leaveOut(sources, 'test-mode', 'stripe', out);
    else if (invoice.total.n < 0n) leaveOut(sources, 'credited-to-balance', 'stripe', out);
    else if (invoice.total.n === 0n) leaveOut(sources, zeroReason(invoice, invoices), 'stripe', out);
    else if (invoice.outOfBand) leaveOut(sources, 'out-of-band', 'stripe', out);
    else if (invoice.due.n === 0n) leaveOut(sources, 'paid-by-credit', 'stripe', out);
    else if (covered(invoice.at, sources.known)) {
      except(sources, 'missing-ledger-row', invoice.id, invoice.at);
      if (said(sources, 'missing-ledger-row', invoice.id, invoice.at) === 'accept')
        leaveOut(sources, 'out-of-band', 'stripe', out);
    } else leaveOut(sources, 'no-ledger-row', 'stripe', out);
  }
}

/** Whether a ledger vouches for the day: by the days of its name, or, where that says none, by those of its rows from the first to the last. */
function covered(at: number, known: Known): boolean {
  return [...known.files].some(([name, text]) => {
    const [header = ''] = text.split('\n');
    if (!header.startsWith('balance_transaction_id')) return false;
    const days = table(text, ',').map((row) => dayText(momentOf(row)));
    const named = /_(\d{4}-\d\d-\d\d)_to_(\d{4}-\d\d-\d\d)/.exec(name);
    const [first = '', last = ''] = named === null ? [days.toSorted()[0], days.toSorted().at(-1)] : named.slice(1);
    return first !== '' && first <= dayText(at) && dayText(at) <= last;
  });
}

function zeroReason(invoice: Invoice, all: ReadonlyMap<string, Invoice>): string {
  if (!invoice.json && insidePaidTerm(invoice, all.values())) return 'netted-out';
  if (invoice.lines.some(({ weight }) => weight < 0n) && invoice.lines.some(({ weight }) => weight > 0n))
    return 'netted-out';
  return invoice.discount.n > 0n ? 'coupon' : 'trial';
}

function readOpening(sources: Sources): void {
  const { known } = sources;
  const ledger = rowsOf(known, 'balance_transaction_id');
  const sales = rowsOf(known, 'Subscription Apple ID', '\t').map(saleOf);
  const earnings = rowsOf(known, 'Amount (Merchant Currency)').map(earnedOf);
  const exported = new Map([
    ['stripe', ledger.filter((row) => cell(row, 'reportingcategory') === 'charge').map((row) => cell(row, 'chargeid'))],
    ['apple', sales.filter(({ refund }) => !refund).map((sale) => saleKey(sale, sale.at))],
    ['google', earnings.filter(({ type }) => type === 'Charge').map(({ order }) => order)],
  ]);
  for (const row of rowsOf(sources.known, 'provider_fee_usd')) {
    const first = monthNumber(cell(row, 'firstmonth'));
    const provider = cell(row, 'provider');
    if ((exported.get(provider) ?? []).includes(cell(row, 'charge'))) {
      const out = { at: utc(`${monthText(first)}-01`), native: decimal(cell(row, 'grossusd')), currency: 'USD' };
      leaveOut(sources, 'opening-replaced', provider, out);
      continue;
    }
    sources.found.charges.push({
      provider,
      key: cell(row, 'charge'),
      at: utc(`${monthText(first)}-01`),
      currency: 'USD',
      native: {
        gross: decimal(cell(row, 'grossusd')),
        tax: decimal(cell(row, 'customertaxusd')),
        fee: decimal(cell(row, 'providerfeeusd')),
      },
      lines: [{ weight: 1n, first, months: Number(cell(row, 'months')), counts: true }],
      reductions: [],
      restorations: [],
      rowFees: [],
    });
  }
}

// -------------------------------------------------------------------------------------------------------------- Apple

const DURATIONS: Readonly<Record<string, number>> = {
  '7 Days': 1,
  '1 Month': 1,
  '2 Months': 2,
  '3 Months': 3,
  '6 Months': 6,
  '1 Year': 12,
};

interface Sale {
  readonly row: Row;
  readonly at: number;
  readonly product: string;
  readonly refund: boolean;
  readonly gross: Fraction;
  readonly fee: Fraction;
  readonly currency: string;
}

/** Amounts are per unit; where the two currencies differ, gross is the proceeds. */
function saleOf(row: Row): Sale {
  const price = decimal(cell(row, 'customerprice'));
  const units = decimal(cell(row, 'units'));
  const times_ = units.n === 0n ? fraction(1n) : size(units);
  const same = cell(row, 'customercurrency') === cell(row, 'proceedscurrency');
  const proceeds = times(size(decimal(cell(row, 'developerproceeds'))), times_);
  const gross = same ? times(size(price), times_) : proceeds;
  return {
    row,
    at: utc(cell(row, 'eventdate')),
    product: cell(row, 'subscriptionappleid'),
    refund: cell(row, 'refund') === 'Yes' || price.n < 0n || units.n < 0n,
    gross,
    fee: minus(gross, proceeds),
    currency: same ? cell(row, 'customercurrency') : cell(row, 'proceedscurrency'),
  };
}

/** What a sale of a day is called: by subscriber and product. */
const saleKey = ({ row, product }: Sale, at: number): string =>
  `${cell(row, 'subscriberid')}-${product}-${dayText(at)}`;

/** What a sale or refund is told from others of its day by. */
function saleText({ refund, gross, fee, currency }: Sale): string {
  const [money, less_] = refund ? [negated(gross), negated(fee)] : [gross, fee];
  return `${refund ? 'refund' : 'sale'} ${sixPlaces(money)}${less_.n === 0n ? '' : ` less ${sixPlaces(less_)}`} ${currency}`;
}

function readApple(sources: Sources): void {
  const { policy, known, found } = sources;
  const sales = rowsOf(known, 'Subscription Apple ID', '\t').map(saleOf);
  const plans = policy.plans.flatMap(({ apple }) => apple);
  const held = new Set<string>();
  const charges = new Map(
    found.charges.filter(({ provider }) => provider === 'apple').map((opened) => [opened.key, opened]),
  );
  for (const sale of sales.filter(({ refund }) => !refund)) {
    const key = saleKey(sale, sale.at);
    const out = { at: sale.at, native: sale.gross, currency: sale.currency };
    const trial = cell(sale.row, 'subscriptionoffertype').toLowerCase() === 'free trial';
    if (policy.otherApple.includes(sale.product)) leaveOut(sources, 'other-product', 'apple', out);
    else if (!plans.includes(sale.product)) except(sources, 'unknown-product', sale.product, sale.at);
    else if (sale.gross.n === 0n) leaveOut(sources, trial ? 'trial' : 'zero-price', 'apple', out);
    else {
      const again = found.charges.filter((each) => each.provider === 'apple' && each.key.split('#')[0] === key).length;
      const charge = appleCharge(sale, again === 0 ? key : `${key}#${again + 1}`, sources);
      if (charge === null) held.add(key);
      else {
        if (!charges.has(key)) charges.set(key, charge);
        found.charges.push(charge);
      }
    }
  }
  for (const sale of sales.filter(({ refund }) => refund)) appleRefund(sale, { charges, held, plans }, sources);
}

/** A sale of a plan; nothing posts while a year that is billed like a month waits for a person. */
function appleCharge(sale: Sale, key: string, sources: Sources): Charge | null {
  const offer = cell(sale.row, 'subscriptionoffertype').toLowerCase();
  const duration =
    offer === 'pay up front'
      ? cell(sale.row, 'subscriptionofferduration')
      : cell(sale.row, 'standardsubscriptionduration');
  const plan = only(sources.policy.plans.filter(({ apple }) => apple.includes(sale.product)));
  const own = DURATIONS[duration] ?? 1;
  const units = size(decimal(cell(sale.row, 'units')));
  const price = over(sale.gross, units.n === 0n ? fraction(1n) : units);
  const low = {
    key,
    plan,
    product: sale.product,
    price,
    currency: sale.currency,
    at: sale.at,
    code: 'annual-billed-monthly',
  };
  const months = own === 12 ? lowMonths(low, sources) : own;
  if (months === null) return null;
  return {
    provider: 'apple',
    key,
    at: sale.at,
    currency: sale.currency,
    native: { gross: sale.gross, tax: ZERO, fee: sale.fee },
    lines: [{ weight: 1n, first: monthOf(sale.at), months, counts: true }],
    reductions: [],
    restorations: [],
    rowFees: [],
  };
}

/** Twelve months billed below a quarter of the list price are decided `monthly` or `yearly` for product and price. */
function lowMonths(
  sale: { key: string; plan: ProofPlan; product: string; price: Fraction; currency: string; at: number; code: string },
  sources: Sources,
): number | null {
  const rate = rateOn(sources.rates, sale.currency, sale.at);
  if (rate === undefined) return 12;
  const terms = fraction(sale.plan.term === 'annual' ? 1n : 12n);
  const dollars = fraction(halfEven(times(sale.price, rate)), MILLION);
  const isLow = (price: string): boolean => less(times(dollars, fraction(4n)), times(decimal(price), terms));
  if (!listPrices(sources.policy, sale.plan, monthOf(sale.at)).every(isLow)) return 12;
  const about = sources.known.decisions.filter(({ code, subject }) => {
    const [product = '', price = '', currency = ''] = subject.split(' ');
    return (
      code === sale.code &&
      product === sale.product &&
      currency === sale.currency &&
      minus(decimal(price), sale.price).n === 0n
    );
  });
  const ofAll = about.filter(({ subject }) => !subject.includes(' of '));
  const alone = about.find(({ subject }) => subject.endsWith(` of ${sale.key}`))?.subject ?? '';
  const ofAlone = said(sources, sale.code, alone, sale.at);
  // Called as it was decided, so that what is decided once is settled in every month.
  const price = ofAll.at(-1)?.subject ?? `${sale.product} ${truncated(sale.price)} ${sale.currency}`;
  const subject = ofAlone === '' ? price : alone;
  except(sources, sale.code, subject, sale.at);
  // What was left out of a month stays out of it; elsewhere what the price pays for is one thing.
  const own = ofAlone === '' ? said(sources, sale.code, price, sale.at) : ofAlone;
  const said_ = ofAlone === '' ? ofAll.filter((each) => each.decision !== 'leave-out').at(-1)?.decision : ofAlone;
  const decision = own === 'leave-out' ? undefined : said_;
  return decision === 'monthly' ? 1 : decision === 'yearly' ? 12 : null;
}

/** A refund that is too large for each of several equal sales takes them back one by one, a unit of each. */
function partsOfRefund(sale: Sale, equal: readonly Charge[]): { of: Charge; gross: Fraction; fee: Fraction }[] {
  const first = only(equal);
  const units = Number(truncated(size(decimal(cell(sale.row, 'units')))) / MILLION);
  const open = equal.filter(({ reductions }) => reductions.length === 0);
  if (units < 2 || open.some(({ native }) => !less(native.gross, sale.gross)))
    return [
      { of: open.find(({ native }) => !less(native.gross, sale.gross)) ?? first, gross: sale.gross, fee: sale.fee },
    ];
  const one = { gross: over(sale.gross, fraction(BigInt(units))), fee: over(sale.fee, fraction(BigInt(units))) };
  return Array.from({ length: units }, (_, at) => ({ of: open[at] ?? first, ...one }));
}

function appleRefund(
  sale: Sale,
  all: { charges: ReadonlyMap<string, Charge>; held: ReadonlySet<string>; plans: readonly string[] },
  sources: Sources,
): void {
  const out = { at: sale.at, native: negated(sale.gross), currency: sale.currency };
  if (sources.policy.otherApple.includes(sale.product)) {
    leaveOut(sources, 'other-product', 'apple', out);
    return;
  }
  if (!all.plans.includes(sale.product)) {
    except(sources, 'unknown-product', sale.product, sale.at);
    return;
  }
  const bought = utc(cell(sale.row, 'purchasedate'));
  const keys = [bought, bought - DAY, bought + DAY].map((at) => saleKey(sale, at));
  const key = keys.find((each) => all.charges.has(each) || all.held.has(each));
  const charge = key === undefined ? undefined : all.charges.get(key);
  if (charge !== undefined) {
    const equal = sources.found.charges.filter((each) => each.provider === 'apple' && each.key.split('#')[0] === key);
    for (const part of partsOfRefund(sale, equal)) {
      part.of.reductions.push({
        id: part.of.key,
        at: sale.at,
        kind: 'refund',
        source: part.of.key,
        gross: part.gross,
        tax: ZERO,
        fee: part.fee,
      });
    }
    return;
  }
  if (key !== undefined) return;
  const subject = rowsSubject(only(keys), sale.at, [saleText(sale)]);
  except(sources, 'orphan', subject, sale.at);
  if (said(sources, 'orphan', subject, sale.at) !== 'accept') return;
  const rate = rateOn(sources.rates, sale.currency, sale.at) ?? ZERO;
  const amount = halfEven(times(sale.fee, rate)) - halfEven(times(sale.gross, rate));
  sources.found.lone.push({ provider: 'apple', key: only(keys), month: monthOf(sale.at), amount });
}

// ------------------------------------------------------------------------------------------------------------- Google

interface Earned {
  readonly order: string;
  readonly product: string;
  readonly at: number;
  readonly type: string;
  readonly amount: Fraction;
  readonly currency: string;
}

/** What a row is told from others of its instant by. */
const earnedText = ({ type, amount, currency }: Earned): string =>
  `${type.toLowerCase()} ${sixPlaces(amount)} ${currency}`;

/** Rows of one order at one instant: with the longest name that one of them gives its product. */
function earnedSubject(order: string, atOnce: readonly Earned[]): string {
  const names = atOnce.map(({ product }) => (product === '//' ? '' : product));
  const longest = names.reduce((one, other) => (other.length > one.length ? other : one), '');
  return rowsSubject(`${order} ${longest}`.trim(), only(atOnce).at, atOnce.map(earnedText));
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** R1: the printed suffix is a fixed offset. */
function pacific(date: string, time: string): number {
  const [name = '', day = '', year = ''] = date.replace(',', '').split(' ');
  const [clock = '', half = '', zone = ''] = time.split(' ');
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  const hours = (hour % 12) + (half === 'PM' ? 12 : 0) + (zone === 'PDT' ? 7 : 8);
  return Date.UTC(Number(year), MONTH_NAMES.indexOf(name), Number(day), hours, minute, second);
}

function earnedOf(row: Row): Earned {
  const product = [
    cell(row, 'productid', 'packageid'),
    cell(row, 'skuid'),
    cell(row, 'baseplanid', 'baseplanorpurchaseoptionid'),
  ].join('/');
  return {
    order: cell(row, 'description'),
    product,
    at: pacific(cell(row, 'transactiondate'), cell(row, 'transactiontime')),
    type: cell(row, 'transactiontype'),
    amount: decimal(cell(row, 'amountmerchantcurrency')),
    currency: cell(row, 'merchantcurrency'),
  };
}

const fits = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((each) => each.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

function readGoogle(sources: Sources): void {
  const all = rowsOf(sources.known, 'Amount (Merchant Currency)').map(earnedOf);
  const rows = all.filter((row) => row.order !== '' && isKnownType(row.type));
  const lost: Earned[] = [];
  for (const ofOrder of grouped(rows, ({ order }) => order).values()) {
    const placed = placedRows(ofOrder);
    lost.push(...ofOrder.filter((_, at) => placed[at] === null));
    const products = [
      ...grouped(
        placed.filter((row) => row !== null),
        ({ product }) => product,
      ).values(),
    ];
    const isCharged = (of: readonly Earned[]): boolean =>
      of.some(({ type }) => type === 'Charge') &&
      sources.policy.plans.some(({ google }) => google.includes(only(of).product));
    const plans = products.filter(isCharged).sort((a, b) => (only(a).product < only(b).product ? -1 : 1));
    for (const of of products) {
      const number = plans.indexOf(of) + 1;
      googleOrder(of, number > 1 ? `${only(of).order}#${number}` : only(of).order, sources);
    }
  }
  for (const row of all.filter((each) => !rows.includes(each) || lost.includes(each)))
    strangeEarning(row, all, sources);
}

/** Whether package and SKU are the same, and the base plan where both name one. */
function isSameProduct(a: string, b: string): boolean {
  const [one, two] = [a.split('/'), b.split('/')];
  return one[0] === two[0] && one[1] === two[1] && (one[2] === two[2] || one[2] === '' || two[2] === '');
}

/**
 * Each row of an order under the charged product that it fits, or where none is charged under the named one, where only one of the two may name a base plan; what fits
 * none is of the only one, or of nobody knows which.
 */
function placedRows(rows: readonly Earned[]): (Earned | null)[] {
  const charged = [...new Set(rows.filter(({ type }) => type === 'Charge').map(({ product }) => product))];
  const named = charged.length > 0 ? charged : namedBy(rows);
  if (named.length === 0) return [...rows];
  return rows.map((row) => {
    const product =
      named.find((each) => each === row.product) ??
      named.find((each) => isSameProduct(each, row.product)) ??
      (named.length === 1 ? named[0] : undefined);
    return product === undefined ? null : { ...row, product };
  });
}

/** The products of rows of which none is a charge: without those that another names with its base plan. */
function namedBy(rows: readonly Earned[]): string[] {
  const all = [...new Set(rows.map(({ product }) => product))].filter((each) => each !== '//');
  const isShort = (each: string): boolean =>
    each.endsWith('/') && all.some((other) => other !== each && isSameProduct(other, each));
  return all.filter((each) => !isShort(each));
}

const isKnownType = (type: string): boolean => /^(Charge|Google fee|Tax)/.test(type);

/**
 * A row that names no order, or of a type that nobody knows. Accepted, a plan's row posts whole, another product's is left
 * out, one without a product counts in the proportion of Google's gross that is for plans.
 */
function strangeEarning(row: Earned, all: readonly Earned[], sources: Sources): void {
  const { policy, found, rates } = sources;
  const code = row.order === '' || row.type === 'Adjustment' || isKnownType(row.type) ? 'unallocated' : 'unknown-type';
  const product = row.product === '//' ? '' : row.product;
  const alike = all.filter((each) => each.order === row.order && each.product === row.product && each.at === row.at);
  const same = alike.map(earnedText).filter((text) => text === earnedText(row));
  const subject = rowsSubject(`${row.order} ${product}`.trim(), row.at, same);
  except(sources, code, subject, row.at);
  if (said(sources, code, subject, row.at) !== 'accept') return;
  if (policy.otherGoogle.some((pattern) => fits(pattern, row.product))) {
    leaveOut(sources, 'other-product', 'google', { at: row.at, native: row.amount, currency: row.currency });
    return;
  }
  // R3: at the rate of its product's charge, where the order has one in its currency.
  const ofCharge = all.filter(
    ({ type, order, product, currency }) =>
      type === 'Charge' && order !== '' && order === row.order && product === row.product && currency === row.currency,
  );
  const ratedAt = ofCharge.length > 0 ? Math.min(...ofCharge.map(({ at }) => at)) : row.at;
  const amount = fraction(halfEven(times(row.amount, rateOn(rates, row.currency, ratedAt) ?? ZERO)), MILLION);
  const month = monthOf(row.at);
  const isPlan = ({ product }: Earned): boolean => policy.plans.some(({ google }) => google.includes(product));
  // What is for plans is told by the product: a charge that waits for a person is for its plan too.
  const charged = all.filter(({ type, order }) => type === 'Charge' && order !== '');
  const ofMonth = charged.filter(({ at }) => monthOf(at) === month);
  const compared = comparedIn(
    ofMonth.map(({ currency }) => currency),
    rates,
  );
  const gross = total(ofMonth.map((each) => compared(each.amount, each.currency, each.at)));
  const ofPlans = total(
    [...grouped(charged.filter(isPlan), ({ order, product }) => `${order} ${product}`).values()].flatMap((of) => {
      const at = Math.min(...of.map((each) => each.at));
      const whole = total(of.map(({ amount }) => amount));
      return monthOf(at) === month ? [compared(whole, only(of).currency, at)] : [];
    }),
  );
  const counted = truncated(isPlan(row) || gross.n === 0n ? amount : times(amount, over(ofPlans, gross)));
  // A plan's row is its order's, else called by what it is.
  const loose = `${dayText(row.at)} ${row.type.toLowerCase()} ${truncated(row.amount)}`;
  const stray = isKnownType(row.type)
    ? `${row.order} ${product} ${row.type.toLowerCase()} ${sixPlaces(row.amount)}`
    : row.order;
  const called = row.order === '' ? loose : stray;
  const key = isPlan(row) ? row.order || `row ${called}` : called;
  found.lone.push({ provider: 'google', key, month, amount: counted });
  const rest = truncated(amount) - counted;
  if (rest !== 0n) found.leftOut.push({ month, reason: 'shared-fee-rest', source: 'google', amount: rest });
}

/** @param order a second plan of an order has its number, by product, after the order's name */
function googleOrder(rows: readonly Earned[], order: string, sources: Sources): void {
  const { policy, found } = sources;
  const { product, currency } = only(rows);
  if (policy.otherGoogle.some((pattern) => fits(pattern, product))) {
    for (const row of rows) leaveOut(sources, 'other-product', 'google', { at: row.at, native: row.amount, currency });
    return;
  }
  const plan = policy.plans.find(({ google }) => google.includes(product));
  const charged = rows.filter(({ type }) => type === 'Charge').sort((a, b) => a.at - b.at);
  const at = (charged[0] ?? only(rows)).at;
  // Rows without a product belong to whatever charge of their order comes; without a base plan they fit any of the product.
  const isOpen =
    product === '//' || policy.plans.some(({ google }) => google.some((each) => isSameProduct(each, product)));
  if (plan === undefined && !(charged.length === 0 && isOpen)) {
    except(sources, 'unknown-product', product, at);
    return;
  }
  const remitted = rows.filter(
    ({ type, amount }) => (type === 'Tax' && amount.n > 0n) || (type === 'Tax refund' && amount.n < 0n),
  );
  const own = rows.filter((row) => !remitted.includes(row));
  // R3: what belongs to a charge is converted at the charge's rate; a charge that waits for a person is held back whole.
  const remit = (): void => {
    for (const row of remitted) {
      const rate = rateOn(sources.rates, currency, charged.length > 0 ? at : row.at) ?? ZERO;
      const amount = halfEven(times(row.amount, rate));
      found.leftOut.push({ month: monthOf(row.at), reason: 'tax-to-remit', source: 'google', amount });
    }
  };
  const opened = found.charges.find(({ provider, key }) => provider === 'google' && key === order);
  if (charged.length === 0 && opened !== undefined) {
    remit();
    opened.reductions.push(...takenBack(own, order));
    opened.restorations.push(...broughtBack(own, order));
    return;
  }
  if (charged.length === 0 || plan === undefined) {
    remit();
    googleOrphan(own, order, sources);
    return;
  }
  const gross = total(charged.map(({ amount }) => amount));
  const low = { key: order, plan, product, price: gross, currency, at, code: 'instalment' };
  const months = plan.term === 'annual' ? lowMonths(low, sources) : 1;
  if (months === null) return;
  remit();
  const of = (test: (type: string) => boolean): Fraction =>
    total(own.filter(({ type }) => test(type)).map(({ amount }) => amount));
  found.charges.push({
    provider: 'google',
    key: order,
    at,
    currency,
    native: {
      gross: of((type) => type === 'Charge'),
      tax: negated(of((type) => type === 'Tax')),
      fee: negated(of((type) => type.startsWith('Google fee') && !/refund|rebill/.test(type))),
    },
    lines: [{ weight: 1n, first: monthOf(at), months, counts: true }],
    reductions: takenBack(own, order),
    restorations: broughtBack(own, order),
    rowFees: [],
  });
}

const takenBack = (rows: readonly Earned[], order: string): Reduction[] =>
  movements(
    rows.filter(({ type }) => type.includes('refund')),
    -1n,
  ).map((each) => ({ ...each, id: order, kind: 'refund', source: order }));

const broughtBack = (rows: readonly Earned[], order: string): Restoration[] =>
  movements(
    rows.filter(({ type }) => type.includes('rebill')),
    1n,
  ).map((each) => ({ ...each, source: order }));

/** Rows of one order at one instant, by component; what is given back of fee and tax counts as a reduction of them. */
function movements(
  rows: readonly Earned[],
  sign: bigint,
): { at: number; gross: Fraction; tax: Fraction; fee: Fraction }[] {
  return [...grouped(rows, ({ at }) => String(at)).values()].map((group) => {
    const of = (begins: string): Fraction =>
      total(group.filter(({ type }) => type.startsWith(begins)).map(({ amount }) => amount));
    const turned = (amount: Fraction, by: bigint): Fraction => fraction(amount.n * by, amount.d);
    return {
      at: only(group).at,
      gross: turned(of('Charge'), sign),
      tax: turned(of('Tax'), -sign),
      fee: turned(of('Google fee'), -sign),
    };
  });
}

/**
 * R8: the rows of an order whose charge is nowhere post in their own months once a person accepts them: with a refund of
 * the charge all that is refunded as an orphan, what is left as an incomplete order. What gives them back needs no word of
 * its own.
 */
function googleOrphan(rows: readonly Earned[], order: string, sources: Sources): void {
  const { found, rates } = sources;
  const post = (row: Earned): void => {
    const amount = halfEven(times(row.amount, rateOn(rates, row.currency, row.at) ?? ZERO));
    found.lone.push({ provider: 'google', key: order, month: monthOf(row.at), amount });
  };
  const rebills = rows.filter(({ type }) => type.includes('rebill'));
  const refunds = rows.filter(({ type }) => type.includes('refund'));
  // What was decided while it stood alone is not asked about again because a refund of the charge comes.
  const waiting = rows.filter((row) => !rebills.includes(row));
  const decidedAlone = [...grouped(waiting, ({ at }) => String(at)).values()].filter((atOnce) => {
    const isAlone = atOnce.every(({ type }) => !type.startsWith('Charge'));
    return isAlone && said(sources, 'incomplete-order', earnedSubject(order, atOnce), only(atOnce).at) !== '';
  });
  const undecided = refunds.filter((row) => !decidedAlone.flat().includes(row));
  const orphans = undecided.some(({ type }) => type.startsWith('Charge')) ? undecided : [];
  const others = rows.filter((row) => !rebills.includes(row) && !orphans.includes(row));
  const asked = (code: string, all: readonly Earned[], isTold: (row: Earned) => boolean): Earned[] =>
    [...grouped(all, ({ at }) => String(at)).values()].flatMap((atOnce) => {
      const { at } = only(atOnce);
      const subject = earnedSubject(order, atOnce);
      const told = atOnce.filter(isTold);
      for (const row of told.length > 0 ? told : [only(atOnce)]) except(sources, code, subject, row.at);
      return said(sources, code, subject, at) === 'accept' ? atOnce : [];
    });
  const accepted = [
    ...asked('orphan', orphans, ({ type }) => type.startsWith('Charge')),
    ...asked('incomplete-order', others, () => false),
  ];
  for (const row of accepted) post(row);
  const component = ({ type }: Earned): string => only(type.split(' '));
  const open = new Map<string, Fraction>();
  for (const row of accepted.filter((each) => refunds.includes(each)))
    open.set(component(row), minus(open.get(component(row)) ?? ZERO, row.amount));
  for (const row of rebills) {
    const left = minus(open.get(component(row)) ?? ZERO, row.amount);
    // A charge rebill is positive as the refund was negative; a fee's is the other way round.
    const fits = component(row) === 'Charge' ? left.n >= 0n : left.n <= 0n;
    if (fits) {
      open.set(component(row), left);
      post(row);
    } else except(sources, 'orphan-restoration', earnedSubject(order, [row]), row.at);
  }
}

// ------------------------------------------------------------------------------------------------- Rows that vanished

/** R16: what a report had in an earlier version and has less often now; one exception for rows of one content, in their month. */
function readVanished(sources: Sources): void {
  const { files, before } = sources.known;
  const counted = (text: string): Map<string, number> => {
    const [, ...lines] = text.split('\n').filter((line) => line !== '');
    return new Map([...grouped(lines, (line) => line)].map(([line, same]) => [line, same.length]));
  };
  for (const [name, text] of files) {
    if (!/^(apple|google)\//.test(name)) continue;
    const now = counted(text);
    const had = new Map<string, number>();
    for (const version of before) {
      for (const [line, times] of counted(version.get(name) ?? ''))
        if (times > (now.get(line) ?? 0)) had.set(line, Math.max(had.get(line) ?? 0, times - (now.get(line) ?? 0)));
    }
    const [head = ''] = text.split('\n');
    for (const [line, times] of had) vanishedRow(`${head}\n${line}\n`, times, name.startsWith('apple/'), sources);
  }
}

function vanishedRow(text: string, times: number, isApple: boolean, sources: Sources): void {
  const row = only(table(text, isApple ? '\t' : ','));
  const vanished = (name: string, at: number, said_: string): void =>
    except(sources, 'rows-vanished', `${name} ${momentText(at)} ${times} x ${said_}`, at);
  if (isApple) {
    const sale = saleOf(row);
    const bought = cell(row, 'purchasedate');
    const key = saleKey(sale, bought === '' ? sale.at : utc(bought));
    vanished(`apple ${key}`, sale.at, saleText(sale));
  } else {
    const earned = earnedOf(row);
    vanished(`google ${earned.order}`, earned.at, earnedText(earned));
  }
}

// -------------------------------------------------------------------------------------------------------------- Costs

/** R9: over the months that it names, by R5. */
function readCosts(sources: Sources): void {
  for (const row of rowsOf(sources.known, 'amount_usd')) {
    const months = Number(cell(row, 'months') || '1');
    const amount = truncated(decimal(cell(row, 'amountusd')));
    const first = monthNumber(cell(row, 'month'));
    for (let k = 1; k <= months; k += 1) {
      const lone = {
        provider: 'costs',
        key: cell(row, 'description'),
        month: first + k - 1,
        amount: -monthly(amount, k, months),
      };
      sources.found.lone.push(lone);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Jobs (R11, R12)

interface Job {
  readonly id: string;
  readonly event: string;
  readonly month: number;
  readonly at: number;
  readonly status: string;
  readonly model: string;
  readonly paid: string;
  readonly trialing: boolean;
  readonly worker: string;
  readonly subscriber: string;
  readonly workerAccount: string;
  readonly subscriberAccount: string;
  readonly points: bigint;
  readonly network: string;
  readonly nft: string;
}

/** Unix time, or ISO 8601 with its offset or the one that the policy declares. */
function instantOf(text: string, times: ProofPolicy['times']): number {
  if (/^\d+$/.test(text)) return Number(text) * (times?.seconds === true && text.length === 10 ? 1000 : 1);
  const iso = text.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}${times?.zone.replace('UTC', 'Z') ?? ''}`);
}

function jobOf(row: Row, { times }: ProofPolicy): Job {
  const at = instantOf(cell(row, 'completedat', 'endtime'), times);
  return {
    id: cell(row, 'jobid', 'id'),
    event: cell(row, 'eventid'),
    month: monthOf(at),
    at,
    status: cell(row, 'status').toLowerCase(),
    model: cell(row, 'modelid').toLowerCase(),
    paid: cell(row, 'paymentmodel').toLowerCase(),
    trialing: ['true', 't', '1'].includes(cell(row, 'trialing', 'subscriptiontrialing').toLowerCase()),
    worker: cell(row, 'workerwallet', 'workeraddress').toLowerCase(),
    subscriber: cell(row, 'subscriberwallet', 'artistaddress').toLowerCase(),
    workerAccount: cell(row, 'workeraccount', 'workerid'),
    subscriberAccount: cell(row, 'subscriberaccount', 'artistid'),
    points: truncated(decimal(cell(row, 'renderspark'))),
    network: cell(row, 'workertype', 'network').toLowerCase(),
    nft: cell(row, 'workernftid', 'workernfttokenid'),
  };
}

/** JSON Lines may nest: `worker: {address}`. */
function flat(value: unknown, before = ''): Row {
  const out: Record<string, string> = {};
  for (const [key, each] of Object.entries(isJson(value) ? value : {})) {
    if (isJson(each)) Object.assign(out, flat(each, `${before}${key}`));
    else if (each !== null) out[plainName(`${before}${key}`)] = typeof each === 'string' ? each : JSON.stringify(each);
  }
  return out;
}

function jobsOf(files: Known['files'], policy: ProofPolicy): Job[] {
  const json = [...files]
    .filter(([name]) => name.startsWith('jobs/') && name.endsWith('.jsonl'))
    .flatMap(([, text]) => text.split('\n').filter((line) => line !== ''))
    .map((line) => flat(JSON.parse(line)));
  return [...rowsOf({ files }, 'job_id'), ...json].map((row) => jobOf(row, policy));
}

/** The ids of the completed jobs of a month. */
export const jobIdsOf = (files: Known['files'], policy: ProofPolicy, month: string): string[] =>
  jobsOf(files, policy)
    .filter((job) => job.month === monthNumber(month) && COMPLETED.includes(job.status))
    .map(({ id }) => id);

const COMPLETED = ['completed', 'jobcompleted'];
const UNCOMPLETED = [
  ...['created', 'queued', 'pending', 'assigned', 'authorized', 'initiatingmodel', 'jobstarted', 'active', 'progress'],
  ...['jobprogress', 'joberror', 'error', 'errored', 'failed', 'cancelled', 'canceled', 'artistcanceled', 'timedout'],
  ...['jobtimedout', 'retried', 'refunded'],
];

/** A job with the words of today's lists in place of those that a person explained. */
function explained(job: Job, { said }: ProofPolicy, stage: number): Job {
  if (stage < said.from) return job;
  const status = said.completed.includes(job.status)
    ? 'completed'
    : said.notCompleted.includes(job.status)
      ? 'failed'
      : job.status;
  return { ...job, status, paid: said.subscription.includes(job.paid) ? 'subscription' : job.paid };
}

const contentOf = (job: Job): string =>
  [job.at, job.paid, job.trialing, job.worker, job.subscriber, job.model, job.points].join(' ');

interface Judged {
  readonly job: Job;
  /** Empty: credited. */
  readonly reason: string;
  /** Whether a person has to look at the rows of its id. */
  readonly conflict: boolean;
}

/** Who belongs to whom, and who takes part when; without the latter everyone does. */
interface Lists {
  readonly links: readonly Row[];
  readonly participation: readonly Row[] | undefined;
}

function listsOf(known: Known): Lists {
  const isThere = [...known.files.values()].some((text) => text.startsWith('wallet,enabled_from'));
  return {
    links: rowsOf(known, 'account').filter((row) => row.wallet !== undefined),
    participation: isThere ? rowsOf(known, 'enabled_from') : undefined,
  };
}

/** What jobs are judged by: jobs of a final month by the lists that it was closed under. */
interface Judging {
  readonly known: Known;
  readonly policy: ProofPolicy;
  readonly lists: (month: number) => Lists;
}

/** Each job with the first reason that fits. */
function judged(jobs: readonly Job[], judging: Judging): Judged[] {
  const { counted, conflicts } = copiesOf(
    jobs.filter(({ status }) => COMPLETED.includes(status)),
    judging,
  );
  return jobs.map((job) => ({
    job,
    reason: reasonOf(job, counted, judging),
    conflict: conflicts.has(job),
  }));
}

/**
 * R11: an event id is a row's identity, else its job id. Of rows of one identity and content one counts, of other content
 * none. Of a job id with and without event ids, or one content under two event ids, one copy counts: one that shows a
 * self-match, if any does, else the one of the least Spark.
 */
function copiesOf(completed: readonly Job[], { lists }: Judging): { counted: Set<Job>; conflicts: Set<Job> } {
  const counted = new Set<Job>();
  const conflicts = new Set<Job>();
  const one = (list: readonly string[]): boolean => new Set(list).size === 1;
  const differing = new Set<Job>();
  for (const rows of grouped(completed, (job) =>
    job.event === '' ? `job ${job.id}` : `event ${job.event}`,
  ).values()) {
    if (one(rows.map((job) => `${job.id} ${contentOf(job)}`))) continue;
    for (const job of rows) differing.add(job);
  }
  for (const rows of grouped(completed, ({ id }) => id).values()) {
    const mixed = rows.some(({ event }) => event === '') && rows.some(({ event }) => event !== '');
    const groups = [...grouped(rows, contentOf).values()];
    const doubled = groups.filter(
      (group) => !one(group.map(({ event }) => event || 'none')) && group.some(({ event }) => event !== ''),
    );
    for (const job of rows)
      if (mixed || differing.has(job) || doubled.some((group) => group.includes(job))) conflicts.add(job);
    for (const group of mixed ? [rows] : groups) {
      const whole = group.filter((job) => !differing.has(job));
      const rank = (job: Job): string =>
        `${selfMatched(job, lists(job.month)) ? 0 : 1} ${String(job.points).padStart(20, '0')} ${contentOf(job)}`;
      // Of copies that are one job the last by network, then by NFT.
      const [best] = [...whole].sort(
        (a, b) => byText(rank(a), rank(b)) || byText(b.network, a.network) || byText(b.nft, a.nft),
      );
      if (best !== undefined) counted.add(best);
    }
  }
  return { counted, conflicts };
}

function reasonOf(job: Job, counted: ReadonlySet<Job>, { known, policy, lists }: Judging): string {
  if (!COMPLETED.includes(job.status)) return UNCOMPLETED.includes(job.status) ? 'not-completed' : 'unknown-status';
  if (!counted.has(job)) return 'duplicate';
  if (['paid_spark', 'free_spark', 'sogni'].includes(job.paid)) return 'not-subscription';
  if (job.paid !== 'subscription') return 'unknown-payment-model';
  const excluded = inForce(policy, 'excludedModels', job.month) ?? [];
  if (excluded.some((pattern) => fits(pattern, job.model))) return 'vendor-model';
  if (job.subscriber === '') return 'self-match-untestable';
  if (selfMatched(job, lists(job.month))) return 'self-matched';
  if (!participates(job, lists(job.month))) return 'not-participating';
  if (decided(known, 'job', job.id) === 'withhold') return 'withheld';
  return job.trialing && inForce(policy, 'trialJobs', job.month) === 'exclude' ? 'trial' : '';
}

function selfMatched(job: Job, { links }: Lists): boolean {
  const accounts = (wallet: string): string[] =>
    links.filter((row) => cell(row, 'wallet').toLowerCase() === wallet).map((row) => cell(row, 'account'));
  const subscriber = accounts(job.subscriber);
  return (
    job.worker === job.subscriber ||
    accounts(job.worker).some((each) => subscriber.includes(each)) ||
    (job.workerAccount !== '' && job.workerAccount === job.subscriberAccount)
  );
}

function participates(job: Job, { participation }: Lists): boolean {
  return (
    participation === undefined ||
    participation.some((row) => {
      const from = cell(row, 'enabledfrom');
      const until = cell(row, 'enableduntil');
      const mine = cell(row, 'wallet').toLowerCase() === job.worker;
      return mine && (from === '' || Date.parse(from) <= job.at) && (until === '' || job.at < Date.parse(until));
    })
  );
}

/** Exceptions of jobs: conflicts by job, values that nobody knows by value, the others by job. */
function jobExceptions(all: readonly Judged[], month: number): [string, string][] {
  const out: [string, string][] = [];
  const unlisted: [string, string, Job][] = [];
  for (const { job, conflict } of all) if (conflict && job.month === month) out.push(['job-conflict', job.id]);
  for (const { job, reason } of all.filter((each) => each.job.month === month)) {
    if (reason === 'unknown-status') unlisted.push([reason, job.status, job]);
    if (reason === 'unknown-payment-model') unlisted.push([reason, job.paid, job]);
    if (reason === 'vendor-model' || reason === 'self-match-untestable') out.push([reason, job.id]);
  }
  // A value with how many rows have it: what is decided about some is about no more.
  for (const same of grouped(unlisted, ([code, value]) => `${code} ${value}`).values()) {
    const [code, value] = only(same);
    const points = same.reduce((sum, [, , job]) => sum + job.points, 0n);
    out.push([code, `${value} ${same.length} row(s), ${sixPlaces(fraction(points, MILLION))} Spark`]);
  }
  return [...new Map(out.map((each) => [each.join(' '), each])).values()];
}

// ---------------------------------------------------------------------------------------------------------------------
// The months (R10, R13, R16)

interface FinalMonth {
  readonly opinion: Opinion;
  /** What the books hold of it by `provider charge`; adjustments in later final months are added to it. */
  readonly booked: Map<string, bigint>;
  /** By worker, what has been settled of its jobs: credited by it or by a later one, or left out as late. */
  readonly settledJobs: Map<string, { jobs: number; points: bigint }>;
  /** fx.csv as the month was closed with it. */
  readonly rates: readonly Row[];
  /** Links and participation that it was closed under. */
  readonly lists: Lists;
}

/** The books of a world: what was made final. */
export interface Books {
  readonly policy: ProofPolicy;
  readonly finals: Map<number, FinalMonth>;
  /** What was said of exceptions that a final month settled, by code, subject and month. */
  readonly settled: Map<string, string>;
  /** How many of the decisions final months have used. */
  used: number;
}

/** Books in which nothing is final yet. */
export function openBooks(policy: ProofPolicy): Books {
  return { policy, finals: new Map(), settled: new Map(), used: 0 };
}

interface Outlook {
  readonly found: Found;
  /** What every month should post, by `provider charge`. */
  readonly should: Map<number, Map<string, bigint>>;
  readonly jobs: readonly Judged[];
  readonly heldAfter: (month: number) => Map<string, bigint>;
  /** What goes beyond the gross of its charge, as a month knows it. */
  readonly overReduced: (month: number) => Found['exceptions'];
}

/** Everything as if it had been known on time. */
function outlook(books: Books, known: Known): Outlook {
  const { policy } = books;
  const found: Found = { charges: [], lone: [], leftOut: [], exceptions: [] };
  const finals = [...books.finals].map(([month, { rates }]) => ({ month, rows: rates }));
  const sources = { known, policy, rates: { now: rowsOf(known, 'rate'), finals }, found, books };
  for (const read of [readStripe, readApple, readGoogle, readCosts, readVanished]) read(sources);
  const should = new Map<number, Map<string, bigint>>();
  const post = (month: number, key: string, amount: bigint): void => {
    const there = should.get(month) ?? new Map<string, bigint>();
    there.set(key, (there.get(key) ?? 0n) + amount);
    should.set(month, there);
  };
  const today = listsOf(known);
  const overReduced: ((month: number) => Found['exceptions'])[] = [];
  const holds: { provider: string; from: number; after: (month: number) => bigint }[] = [];
  for (const charge of found.charges) {
    const key = `${charge.provider} ${charge.key}`;
    const rate = rateOn(sources.rates, charge.currency, charge.at);
    if (rate === undefined) {
      except(sources, 'fx-missing', charge.key, charge.at);
      continue;
    }
    const accepted: Judgement['accepted'] = (row) =>
      said(sources, 'over-reduced', excessSubject(charge, rate, row), row.at) === 'accept';
    const outcome = outcomeOf(charge, rate, { policy, accepted });
    overReduced.push((month) =>
      outcome
        .beyondIn(month)
        .filter(({ row }) => row.asSettled !== true)
        .map(({ row }) => {
          return { month: monthOf(row.at), code: 'over-reduced', subject: excessSubject(charge, rate, row) };
        }),
    );
    for (const each of broughtBackFrom(charge, charge.restorations).beyond) {
      const code = charge.reductions.some(({ source }) => source === each.source)
        ? 'over-restored'
        : 'orphan-restoration';
      const subject = `${charge.key} ${each.source} ${momentText(each.at)} ${sixPlaces(each.gross)}`;
      found.exceptions.push({ month: monthOf(each.at), code, subject });
    }
    for (const [month, amounts] of outcome.posted) post(month, key, net(amounts));
    for (const { month, gross } of outcome.unshared) {
      found.leftOut.push({ month, reason: 'before-first-month', source: charge.provider, amount: gross });
    }
    for (const month of new Set(charge.reductions.map(({ at }) => monthOf(at)))) {
      for (const { row, gross } of outcome.beyondIn(month))
        if (row.asSettled === true && monthOf(row.at) === month)
          found.leftOut.push({ month, reason: 'fx-difference', source: charge.provider, amount: -gross });
    }
    holds.push({ provider: charge.provider, from: monthOf(charge.at), after: outcome.heldAfter });
  }
  for (const { provider, key, month, amount } of found.lone) post(month, `${provider} ${key}`, amount);
  const heldAfter = (month: number): Map<string, bigint> => {
    const out = new Map<string, bigint>();
    const hold = (provider: string, amount: bigint): void => {
      out.set(provider, (out.get(provider) ?? 0n) + amount);
    };
    for (const { provider, from, after } of holds) if (from <= month) hold(provider, after(month));
    for (const cost of readSpread(known)) if (cost.first <= month && cost.month > month) hold('costs', cost.amount);
    return out;
  };
  return {
    found,
    should,
    jobs: judged(
      jobsOf(known.files, policy).map((job) => explained(job, policy, known.stage)),
      { known, policy, lists: (month) => books.finals.get(month)?.lists ?? today },
    ),
    heldAfter,
    // One exception for a refund or dispute and month, whatever number of rows it has.
    overReduced: (month) => [
      ...new Map(overReduced.flatMap((of) => of(month)).map((each) => [settledBy(each), each])).values(),
    ],
  };
}

function readSpread(known: Known): { first: number; month: number; amount: bigint }[] {
  return rowsOf(known, 'amount_usd').flatMap((row) => {
    const months = Number(cell(row, 'months') || '1');
    const first = monthNumber(cell(row, 'month'));
    const amount = truncated(decimal(cell(row, 'amountusd')));
    return Array.from({ length: months }, (_, k) => ({
      first,
      month: first + k,
      amount: -monthly(amount, k + 1, months),
    }));
  });
}

/** What an open month comes to, with what is known now. */
export function secondOpinion(books: Books, known: Known, month: string): Opinion {
  return opinionOf(books, known, outlook(books, known), monthNumber(month));
}

/** Makes the first open month final, with what is known now. */
export function makeFinal(books: Books, known: Known, month: string): void {
  const at = monthNumber(month);
  const view = outlook(books, known);
  const opinion = opinionOf(books, known, view, at);
  for (const [key, adjusted] of adjustments(books, view)) {
    const [original = '', ...rest] = key.split(' ');
    const booked = books.finals.get(Number(original))?.booked;
    booked?.set(rest.join(' '), (booked.get(rest.join(' ')) ?? 0n) + adjusted);
  }
  for (const late of lateJobs(books, view)) {
    const settled = books.finals.get(late.month)?.settledJobs;
    const there = settled?.get(late.worker) ?? { jobs: 0, points: 0n };
    settled?.set(late.worker, { jobs: there.jobs + late.jobs, points: there.points + late.points });
  }
  const fresh = { decisions: known.decisions.slice(books.used) };
  for (const each of concerning(books, view, at)) {
    const decision = decided(fresh, each.code, each.subject);
    books.settled.set(settledBy(each, decision), decision);
  }
  // R16: what needed a person in this month or an earlier one is decided; what comes to it later is not.
  for (const of of [...books.finals.keys(), at])
    for (const each of jobExceptions(view.jobs, of)) books.settled.set(settledJob(each, of), '');
  books.used = known.decisions.length;
  books.finals.set(at, {
    opinion,
    booked: new Map(view.should.get(at) ?? []),
    settledJobs: creditedBy(view, at),
    rates: rowsOf(known, 'rate'),
    lists: listsOf(known),
  });
}

/** R16: should be less booked, by `month provider charge`. */
function adjustments(books: Books, view: Outlook): Map<string, bigint> {
  const out = new Map<string, bigint>();
  for (const [month, { booked }] of books.finals) {
    const should = view.should.get(month) ?? new Map<string, bigint>();
    for (const key of new Set([...booked.keys(), ...should.keys()])) {
      const difference = (should.get(key) ?? 0n) - (booked.get(key) ?? 0n);
      if (difference !== 0n) out.set(`${month} ${key}`, difference);
    }
  }
  return out;
}

function opinionOf(books: Books, known: Known, view: Outlook, month: number): Opinion {
  const first = firstOpen(books);
  const adjusted = month === first ? adjustments(books, view) : new Map<string, bigint>();
  const { netByProvider, pool } = revenueOf(books, view, month, adjusted);
  const carriedIn = carriedInto(books, known, view, month);
  const withCarried = plus(pool, carriedIn);
  const points = pointsOf(books, known, view, month);
  const all = sum([...points.values()].map((each) => each.points));
  const distributable = withCarried.n > 0n && all > 0n ? floored(withCarried) : 0n;
  const wallets = new Map(
    [...points].map(([wallet, each]) => [
      wallet,
      { ...each, earned: all === 0n ? 0n : (distributable * each.points) / all },
    ]),
  );
  const given = sum([...wallets.values()].map(({ earned }) => earned));
  return {
    month: monthText(month),
    netByProvider,
    net: sum(netByProvider.values()),
    pool,
    carriedIn,
    carriedOut: minus(withCarried, fraction(given, MILLION)),
    distributable,
    wallets,
    workers: workersOf(view, month),
    exclusions: exclusionsOf(books, view, month),
    exceptions: exceptionsOf(books, view, month),
    priorPeriods: new Map([...adjusted].map(([key, amount]) => [priorKey(key), amount])),
    deferred: view.heldAfter(month),
  };
}

const firstOpen = (books: Books): number =>
  Math.max(monthNumber(books.policy.firstMonth) - 1, ...books.finals.keys()) + 1;

function priorKey(key: string): string {
  const [month = '', ...rest] = key.split(' ');
  return `${rest.join(' ')} ${monthText(Number(month))}`;
}

/** R10: every posting times the share in force for it; an adjustment has its original month's. */
function revenueOf(
  books: Books,
  view: Outlook,
  month: number,
  adjusted: ReadonlyMap<string, bigint>,
): { netByProvider: Map<string, bigint>; pool: Fraction } {
  const netByProvider = new Map<string, bigint>();
  let pool = ZERO;
  const count = (provider: string, amount: bigint, of: number): void => {
    netByProvider.set(provider, (netByProvider.get(provider) ?? 0n) + amount);
    pool = plus(pool, times(fraction(amount, MILLION), shareOf(books.policy, of)));
  };
  for (const [key, amount] of view.should.get(month) ?? []) count(key.split(' ')[0] ?? '', amount, month);
  for (const [key, amount] of adjusted) count(key.split(' ')[1] ?? '', amount, Number(key.split(' ')[0]));
  return { netByProvider, pool };
}

/** R10: in order from the first month on; a month without any job row carries nothing on. */
function carriedInto(books: Books, known: Known, view: Outlook, month: number): Fraction {
  if (month <= monthNumber(books.policy.firstMonth)) return ZERO;
  const before = month - 1;
  const final = books.finals.get(before);
  if (final !== undefined) return final.opinion.carriedOut;
  if (!view.jobs.some(({ job }) => job.month === before)) return ZERO;
  return opinionOf(books, known, view, before).carriedOut;
}

function pointsOf(
  books: Books,
  known: Known,
  view: Outlook,
  month: number,
): Map<string, { jobs: number; points: bigint }> {
  const out = creditedBy(view, month);
  if (month !== firstOpen(books)) return out;
  for (const late of lateJobs(books, view)) {
    const start = `${monthText(late.month)} ${late.worker} `;
    const fresh = known.decisions.slice(books.used);
    const said = fresh.find(({ code, subject }) => code === 'late-jobs' && subject.toLowerCase().startsWith(start));
    if (said?.decision !== 'credit') continue;
    const there = out.get(late.worker) ?? { jobs: 0, points: 0n };
    out.set(late.worker, { jobs: there.jobs + late.jobs, points: there.points + late.points });
  }
  return out;
}

/** What a month's own rows credit, by worker. */
function creditedBy(view: Outlook, month: number): Map<string, { jobs: number; points: bigint }> {
  const out = new Map<string, { jobs: number; points: bigint }>();
  for (const { job, reason } of view.jobs) {
    if (job.month !== month || reason !== '') continue;
    const there = out.get(job.worker) ?? { jobs: 0, points: 0n };
    out.set(job.worker, { jobs: there.jobs + 1, points: there.points + job.points });
  }
  return out;
}

/** The jobs that a month credits by its own rows, by the machine that did them. */
function workersOf(view: Outlook, month: number): Opinion['workers'] {
  const out = new Map<string, { jobs: number; points: bigint }>();
  for (const { job } of view.jobs.filter((each) => each.job.month === month && each.reason === '')) {
    const worker = job.network === 'fast' && job.nft !== '' ? job.nft : job.worker;
    const key = `${job.network} ${worker} ${job.worker}`;
    const there = out.get(key) ?? { jobs: 0, points: 0n };
    out.set(key, { jobs: there.jobs + 1, points: there.points + job.points });
  }
  return out;
}

/** R16: what each worker's jobs of a final month come to now, beyond what has been settled of them. */
function lateJobs(books: Books, view: Outlook): { month: number; worker: string; jobs: number; points: bigint }[] {
  return [...books.finals].flatMap(([month, { settledJobs }]) =>
    [...creditedBy(view, month)].flatMap(([worker, now]) => {
      const before = settledJobs.get(worker) ?? { jobs: 0, points: 0n };
      const [jobs, points] = [now.jobs > before.jobs ? now.jobs - before.jobs : 0, now.points - before.points];
      return points > 0n || (points === 0n && jobs > 0) ? [{ month, worker, jobs, points }] : [];
    }),
  );
}

/** Exceptions that touch no other month than their own. */
const OWN_MONTH_ONLY = [
  ...['orphan', 'orphan-restoration', 'over-reduced'],
  ...['unknown-category', 'unallocated', 'unknown-type'],
];

/** What is decided of a product and a price is decided once, for all months; left out it is for its month. */
const settledBy = ({ code, subject, month }: Found['exceptions'][number], decision = ''): string =>
  ['monthly', 'yearly'].includes(decision) && !subject.includes(' of ')
    ? `${code} ${subject}`
    : `${code} ${subject} ${month}`;

const settledJob = ([code, subject]: readonly [string, string], month: number): string => `${code} ${subject} ${month}`;

/** What waits for a person of all months up to this one, as far as it can change a figure from the first month on. */
function concerning(books: Books, view: Outlook, month: number): Found['exceptions'] {
  const first = monthNumber(books.policy.firstMonth);
  return [...view.found.exceptions, ...view.overReduced(month)].filter(
    (each) =>
      each.month <= month &&
      each.month >= (OWN_MONTH_ONLY.includes(each.code) ? first : first - 11) &&
      !books.settled.has(settledBy(each)) &&
      !books.settled.has(settledBy(each, 'monthly')),
  );
}

function exclusionsOf(books: Books, view: Outlook, month: number): Map<string, LeftOut> {
  const out = new Map<string, LeftOut>();
  const note = (key: string, amount: bigint): void => {
    const there = out.get(key) ?? { rows: 0, amount: 0n };
    out.set(key, { rows: there.rows + 1, amount: there.amount + amount });
  };
  for (const each of view.found.leftOut) if (each.month === month) note(`${each.reason} ${each.source}`, each.amount);
  for (const { job, reason } of view.jobs)
    if (job.month === month && reason !== '') note(`${reason} job-log`, job.points);
  return books.finals.has(month) ? new Map() : out;
}

function exceptionsOf(books: Books, view: Outlook, month: number): Map<string, number> {
  const out = new Map<string, number>();
  const note = (code: string): void => {
    out.set(code, (out.get(code) ?? 0) + 1);
  };
  for (const each of concerning(books, view, month)) note(each.code);
  for (const [code] of jobExceptions(view.jobs, month)) note(code);
  for (const final of books.finals.keys())
    for (const each of jobExceptions(view.jobs, final)) if (!books.settled.has(settledJob(each, final))) note(each[0]);
  if (!view.jobs.some(({ job }) => job.month === month)) note('usage-missing');
  for (const _ of lateJobs(books, view)) note('late-jobs');
  return out;
}
