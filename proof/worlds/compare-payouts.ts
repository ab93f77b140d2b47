import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatMonth } from '../../src/core/month/month.ts';
import { type Chance, chanceOf } from '../chance.ts';
import { type Done, type PayoutProgram, payoutProgram } from './payout-program.ts';
import {
  randomEarned,
  randomFiles,
  randomPayees,
  randomRates,
  randomScreening,
  randomTerms,
  termsYaml,
} from './random-payouts.ts';
import { dayText, monthNumber, monthText } from './second-opinion.ts';
import {
  balanceOf,
  batchFor,
  owedOf,
  type PayoutBooks,
  type ProofBatch,
  type ProofFiles,
  type ProofLine,
  type ProofTerms,
  payable,
  reasonOf,
  type Settling,
  sentOf,
  walletsOf,
} from './second-opinion-payouts.ts';

const DAY = 86_400_000;
const FIRST = monthNumber('2026-08');

/** A world of payouts as it goes on: what is known, when it is, and what came of the acts so far. */
interface Going {
  readonly chance: Chance;
  readonly program: PayoutProgram;
  readonly books: PayoutBooks;
  terms: ProofTerms;
  files: ProofFiles;
  /** The last final month. */
  month: number;
  now: number;
  /** Of the standing batch: when it was shown last. */
  shown: number;
  references: number;
  /** Wallets that a decision withholds, by month. */
  readonly withheld: Map<number, string[]>;
  readonly acts: string[];
}

/** What came of a world: how many acts were compared, and what differs after the last of them. */
export interface ComparedPayouts {
  readonly acts: readonly string[];
  readonly differences: readonly string[];
  /** Terms and files as they were when it differed. */
  readonly world?: string;
}

/** Closes four months, does random acts of payouts after each, and compares every balance after every act. */
export async function comparePayouts(seed: number): Promise<ComparedPayouts> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-proof-')));
  const chance = chanceOf(seed);
  const program = await payoutProgram(root);
  const world: Going = {
    ...{ chance, program, books: { earned: new Map(), adjustments: [], batches: [] } },
    ...{ terms: randomTerms(chance), files: randomFiles(chance), month: FIRST, now: 0, shown: 0, references: 0 },
    ...{ withheld: new Map(), acts: [] },
  };
  try {
    for (let month = FIRST; month < FIRST + 4; month += 1) {
      const found = await liveMonth(world, month);
      if (found.length > 0)
        return {
          acts: world.acts,
          differences: found,
          world: [termsYaml(world.terms), world.files.payees, world.files.screening, world.files.fx].join('\n'),
        };
    }
    return { acts: world.acts, differences: [] };
  } catch (error) {
    return { acts: world.acts, differences: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  } finally {
    await program.close();
    rmSync(root, { recursive: true, force: true });
  }
}

const startOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1);

async function liveMonth(world: Going, month: number): Promise<string[]> {
  const { chance, program, books } = world;
  const earned = randomEarned(chance);
  world.month = month;
  world.now = Math.max(world.now, startOf(month + 1) + 5 * DAY);
  if (chance.percent(30)) world.terms = randomTerms(chance);
  program.terms(world.terms);
  await program.files(world.files);
  await program.final(monthText(month), earned);
  books.earned.set(month, earned);
  for (let count = chance.int(3, 9); count > 0; count -= 1) {
    world.now += chance.int(1, 72) * 3_600_000;
    const act = chance.pick(ACTS);
    const differing = await act(world);
    if (differing !== '') return [differing];
    const found = await unlike(world);
    if (found.length > 0) return found;
  }
  return [];
}

const when = ({ month, now }: Going): { month: string; at: number } => ({ month: monthText(month), at: now });
const lastDay = (month: number): string => dayText(startOf(month + 1) - DAY);
const settling = (world: Going, day: string, paidIn = monthIn(world.now)): Settling => ({
  ...{ terms: world.terms, files: world.files, paidIn, day },
  withheld: world.withheld.get(world.month) ?? [],
});
const monthIn = (at: number): number => monthNumber(dayText(at));
const standingOf = ({ books, month }: Going): ProofBatch | undefined =>
  books.batches.find((each) => each.month === month && !each.voided);

/** Notes an act; what both made of it has to be the same. */
function noted(world: Going, act: string, expected: string, { done, why }: Done): string {
  world.acts.push(`${dayText(world.now)} ${monthText(world.month)} ${act}: ${done}`);
  return done === expected ? '' : `${act}: the second opinion says ${expected}, the program ${done} (${why})`;
}

type Act = (world: Going) => Promise<string>;

const prepare: Act = async (world) => {
  const { chance, program, books, month } = world;
  if (standingOf(world) !== undefined) return '';
  const day = chance.percent(75) ? lastDay(month) : `${monthText(month + 1)}-0${chance.int(1, 5)}`;
  const lines = batchFor(books, month, settling(world, day));
  const done = await program.prepare(when(world), day);
  if (lines === 'over-cap') return noted(world, `prepare by ${day}`, 'refused', done);
  if (lines.length > 0) {
    books.batches.push({ month, lines, day, released: false, voided: false, receipts: [] });
    world.shown = world.now;
  }
  const differing = noted(world, `prepare by ${day}`, lines.length === 0 ? 'nothing-payable' : 'prepared', done);
  return differing || linesUnlike(lines, done);
};

function linesUnlike(lines: readonly ProofLine[], { lines: theirs }: Done): string {
  const text = (line: ProofLine): string =>
    `${line.wallet.slice(2, 4)} ${line.pay}+${line.fee} as ${line.units}e-${line.scale} ${line.currency} to ${line.destination}`;
  const ours = lines.map(text).sort();
  const program = theirs
    .map((line) => text({ ...line, pay: line.payUsd, fee: line.feeUsd, units: line.assetAmount }))
    .sort();
  const one = (list: readonly string[]): string => list.join('; ').toLowerCase();
  return one(ours) === one(program) ? '' : `lines: the second opinion says ${one(ours)}\n  the program ${one(program)}`;
}

const release: Act = async (world) => {
  const { program, books, month } = world;
  const batch = standingOf(world);
  if (batch === undefined || batch.released) return '';
  const others = { ...books, batches: books.batches.filter((each) => each !== batch) };
  const now = batchFor(others, month, settling(world, batch.day));
  const same =
    now !== 'over-cap' && JSON.stringify(asShown(now, batch), digits) === JSON.stringify(batch.lines, digits);
  const fresh = world.now <= world.shown + 7 * DAY;
  const done = await program.release(when(world));
  batch.released = same && fresh;
  return noted(world, 'release', batch.released ? 'released' : 'refused', done);
};

/** A batch that converts nothing keeps no day of rates: whoever had no rate then waits for the next one. */
function asShown(now: readonly ProofLine[], { lines }: ProofBatch): readonly ProofLine[] {
  const isConverted = ({ currency }: ProofLine): boolean => currency !== 'USD' && currency !== 'USDC';
  if (lines.some(isConverted)) return now;
  return now.filter((line) => !isConverted(line) || lines.some(({ wallet }) => wallet === line.wallet));
}

const digits = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Some open lines of the month are paid, in full or in part; what is more than the month's own line has open settles the oldest first. */
const record: Act = async (world) => {
  const { chance, program, books } = world;
  const batch = standingOf(world);
  if (batch === undefined || !batch.released) return '';
  const openOf = (of: ProofBatch, line: ProofLine): bigint => line.units - sentOf(of, line.wallet);
  const open = batch.lines.filter((line) => openOf(batch, line) > 0n && chance.percent(60));
  if (open.length === 0) return '';
  const rows: string[] = [];
  let over = false;
  const sent: (() => void)[] = [];
  for (const line of open) {
    const own = openOf(batch, line);
    const part = chance.percent(65) ? own : 1n + (own * BigInt(chance.int(0, 120))) / 100n;
    world.references += 1;
    const reference = `transfer-${world.references}`;
    rows.push(
      `${line.wallet},${unitsText(part, line.scale)},${line.currency},${reference},${new Date(world.now).toISOString()}`,
    );
    const older = books.batches
      .filter((each) => !each.voided && each.released)
      .flatMap((of) =>
        of.lines
          .filter((each) => each.wallet === line.wallet && each.currency === line.currency)
          .map((each) => ({ of, open: openOf(of, each) })),
      )
      .sort((a, b) => a.of.month - b.of.month);
    const targets = part <= own ? [{ of: batch, open: own }] : older;
    let left = part;
    for (const { of, open: room } of targets) {
      const units = left < room ? left : room;
      left -= units;
      if (units > 0n) sent.push(() => of.receipts.push({ wallet: line.wallet, units, reference }));
    }
    if (left > 0n) over = true;
  }
  // A file that says a payment twice is refused whole, whatever is open elsewhere.
  const isTwice = chance.percent(15);
  if (isTwice) rows.push(chance.pick(rows));
  const done = await program.record(when(world), rows);
  const isRefused = over || isTwice;
  if (!isRefused) for (const each of sent) each();
  return noted(world, `record ${rows.join(' ')}`, isRefused ? 'refused' : 'recorded', done);
};

function unitsText(units: bigint, scale: number): string {
  const text = String(units).padStart(scale + 1, '0');
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

const reverse: Act = async (world) => {
  const { chance, program, books } = world;
  const batch = standingOf(world);
  if (batch === undefined || batch.receipts.length === 0) return '';
  const { reference } = chance.pick(batch.receipts);
  if (books.batches.some((each) => each !== batch && each.receipts.some((one) => one.reference === reference)))
    return '';
  const done = await program.reverse(when(world), reference);
  batch.receipts.splice(0, batch.receipts.length, ...batch.receipts.filter((each) => each.reference !== reference));
  return noted(world, `reverse ${reference}`, 'reversed', done);
};

const voided: Act = async (world) => {
  const batch = standingOf(world);
  if (batch === undefined || world.chance.percent(40)) return '';
  const paid = batch.lines.every((line) => sentOf(batch, line.wallet) === line.units);
  const done = await world.program.void(when(world));
  batch.voided = !paid;
  return noted(world, 'void', paid ? 'refused' : 'voided', done);
};

/** To the month that has come and has no batch: the last final one, or the one that goes on. */
const adjust: Act = async (world) => {
  const { chance, program, books } = world;
  const month = chance.percent(50) ? world.month : monthIn(world.now);
  if (books.batches.some((each) => each.month >= month)) return '';
  const wallet = chance.pick(walletsOf(books));
  const amount = BigInt(chance.int(-12_000_000, 12_000_000));
  if (amount === 0n) return '';
  const free = payable(books, wallet, 999_999);
  const fits = amount > 0n || free + amount >= 0n;
  const done = await program.adjust({ month: monthText(month), at: world.now }, wallet, amount);
  if (fits) books.adjustments.push({ wallet, month, amount });
  return noted(
    world,
    `adjust ${wallet.slice(0, 4)} by ${amount} in ${monthText(month)}`,
    fits ? 'adjusted' : 'refused',
    done,
  );
};

const files: Act = async (world) => {
  const { chance } = world;
  const what = chance.pick(['payees', 'screening', 'fx'] as const);
  const made = { payees: randomPayees, screening: randomScreening, fx: randomRates }[what](chance);
  world.files = { ...world.files, [what]: made };
  await world.program.files(world.files);
  return noted(world, `another ${what}`, 'taken', { done: 'taken', why: '', lines: [] });
};

const withhold: Act = async (world) => {
  const wallet = world.chance.pick(walletsOf(world.books));
  world.withheld.set(world.month, [...(world.withheld.get(world.month) ?? []), wallet]);
  await world.program.withhold(when(world), wallet);
  return noted(world, `withhold ${wallet.slice(0, 4)}`, 'taken', { done: 'taken', why: '', lines: [] });
};

const ACTS: readonly Act[] = [
  prepare,
  prepare,
  prepare,
  release,
  release,
  release,
  record,
  record,
  reverse,
  voided,
  adjust,
  files,
  withhold,
];

/** Every balance, and everything that is owed, in both. */
async function unlike(world: Going): Promise<string[]> {
  const { program, books, month, now } = world;
  const out: string[] = [];
  const hold = (what: string, ours: string, theirs: string): void => {
    if (ours !== theirs) out.push(`${what}: the second opinion says ${ours}\n  the program ${theirs}`);
  };
  const at = settling(world, lastDay(month));
  for (const theirs of await program.balances(when(world))) {
    const ours = balanceOf(books, theirs.wallet, month);
    const text = (each: Omit<typeof ours, 'ageing'>): string =>
      `${each.broughtForward} + ${each.earned} + ${each.adjustments} - ${each.paid} - ${each.fees} = ${each.carriedForward}, ${each.reserved} reserved`;
    hold(`balance of ${theirs.wallet.slice(0, 4)}`, text(ours), text(theirs));
    const ages = (each: readonly { month: number; amount: bigint }[]): string =>
      each.map(({ month: of, amount }) => `${monthText(of)} ${amount}`).join(', ');
    hold(
      `ageing of ${theirs.wallet.slice(0, 4)}`,
      ages(ours.ageing),
      theirs.ageing.map(({ month: of, amount }) => `${formatMonth(of)} ${amount}`).join(', '),
    );
    hold(`reason of ${theirs.wallet.slice(0, 4)}`, reasonOf(books, theirs.wallet, month, at), theirs.reason);
  }
  const ours = owedOf(books, month, at, {
    today: now,
    delay: 45,
    withheldIn: (of) => world.withheld.get(of) ?? [],
  });
  const { amounts } = await program.owed(now);
  const theirs = new Map(amounts.map((each) => [`${each.wallet} ${monthNumber(formatMonth(each.month))}`, each]));
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const text = (
      each: { owed: bigint; onItsWay: bigint; reserved: bigint; open: bigint; overdue: bigint } | undefined,
    ): string =>
      each === undefined
        ? 'nothing'
        : `${each.owed}: ${each.onItsWay} ${each.reserved} ${each.open}, overdue ${each.overdue}`;
    hold(`owed ${key}`, text(ours.get(key)), text(theirs.get(key)));
  }
  return out;
}
