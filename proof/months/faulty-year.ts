import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Chance, chanceOf } from '../chance.ts';
import { accountFaults, integrityFaults } from './account-faults.ts';
import { ACTS, type Act, argumentsOf, type Books, instantOf, placed } from './books.ts';
import { type Disk, mountDisk } from './disk.ts';
import { FAULTS, type Fault } from './faults.ts';
import { ended, type Running } from './running.ts';
import { nameOf } from './size.ts';
import { writeMonth, writePolicy } from './small-files.ts';

/** Small enough that an act takes a second. */
const SIZE = { subscribers: 300, workers: 20, jobsPerDay: 60 };
/** Of a hundred acts so many meet a fault. */
const FAULTY_ACTS = 60;

interface Series {
  readonly scratch: string;
  readonly months: number;
  /** A superuser's database of a server; null keeps the money state in SQLite. */
  readonly database: ((name: string) => Promise<string>) | null;
}

/** How a year with faults went. */
export interface Disturbed {
  readonly faults: string;
  /** Everything that does not hold; empty for a good year. */
  readonly wrong: readonly string[];
}

/** Years of the same inputs: one undisturbed, others with faults at random points, which have to end in the same bytes. */
export class FaultyYears {
  readonly #series: Series;
  readonly #inputs: string[] = [];
  readonly #tookMs = new Map<Act, number>();
  #truth = new Map<string, string>();

  constructor(series: Series) {
    this.#series = series;
  }

  /** The year that the others are compared with. */
  async undisturbed(): Promise<void> {
    const { scratch, months } = this.#series;
    writePolicy(scratch);
    for (let month = 0; month < months; month += 1) this.#inputs.push(await writeMonth(scratch, month, SIZE));
    const books = await this.#books('undisturbed', join(scratch, 'undisturbed'));
    for (let month = 0; month < months; month += 1) {
      for (const act of ACTS) {
        const startedMs = performance.now();
        const { code, stderr } = await ended(this.#running(act, month, books));
        if (code !== 0) throw new Error(`${act} of ${nameOf(month)} ended with ${code}: ${stderr}`);
        this.#tookMs.set(act, performance.now() - startedMs);
      }
    }
    const wrong = await this.#checked(months - 1, books);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    this.#truth = finalFiles(books.out);
  }

  /** A year with faults; the same for the same seed, as far as the machine allows. */
  async disturbed(seed: number): Promise<Disturbed> {
    const chance = chanceOf(seed);
    const root = join(this.#series.scratch, `year-${seed}`);
    mkdirSync(root);
    const disk = mountDisk(root);
    try {
      const books = await this.#books(`year_${seed}`, root);
      return await this.#year(chance, books, disk);
    } finally {
      disk?.unmount();
      rmSync(root, { recursive: true, force: true });
    }
  }

  async #year(chance: Chance, books: Books, disk: Disk | null): Promise<Disturbed> {
    const met = new Map<string, number>();
    const wrong: string[] = [];
    const faults = FAULTS.filter(({ needs }) => needs({ disk, books }));
    for (let month = 0; month < this.#series.months; month += 1) {
      const earlier = `${books.data}-earlier`;
      rmSync(earlier, { recursive: true, force: true });
      if (existsSync(books.data)) cpSync(books.data, earlier, { recursive: true });
      for (const act of ACTS) {
        const run = this.#running(act, month, books);
        const fault: Fault | null = chance.percent(FAULTY_ACTS) ? chance.pick(faults) : null;
        const where = `${nameOf(month)} ${act} ${fault?.name ?? 'undisturbed'}`;
        if (fault !== null) {
          met.set(fault.name, (met.get(fault.name) ?? 0) + 1);
          const took = this.#tookMs.get(act) ?? 1000;
          const said = await fault.strike({ run, act, chance, books, disk, earlier, tookMs: took });
          if (said !== null) wrong.push(`${where}: ${said}`);
        }
        const { code, stderr } = await ended(run);
        // What the fault left done may be told as done: the bytes at the end say whether it is.
        if (![0, 1, 2].includes(code ?? -1)) wrong.push(`${where}: afterwards ${code}: ${stderr}`);
        if (fault === null && code !== 0) wrong.push(`${where}: ${code}: ${stderr}`);
        if (fault !== null) wrong.push(...(await this.#checked(month, books)).map((each) => `${where}: ${each}`));
      }
    }
    const verified = await ended({
      args: placed(['verify', '--all'], books, instantOf('record', this.#series.months)),
    });
    if (verified.code !== 0) wrong.push(`verify: ${verified.code}: ${verified.stdout}${verified.stderr}`);
    wrong.push(...differences(this.#truth, finalFiles(books.out)));
    const counts = [...met].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name} ${count}`);
    return { faults: counts.join(', '), wrong };
  }

  #running(act: Act, month: number, books: Books): Running {
    const args = argumentsOf(act, month, books, this.#inputs[month] ?? '');
    return { args: placed(args, books, instantOf(act, month)) };
  }

  async #checked(month: number, books: Books): Promise<string[]> {
    return [...integrityFaults(books), ...(await accountFaults(month, books))];
  }

  async #books(name: string, root: string): Promise<Books> {
    const database = await this.#series.database?.(name);
    const config = join(this.#series.scratch, 'revshare.yaml');
    return { data: join(root, 'data'), out: join(root, 'out'), config, database };
  }
}

/** What is final or about payments, by its place. */
function finalFiles(out: string): Map<string, string> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\/(final|payout)(\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((path) => [relative(out, path), readFileSync(path, 'latin1')]));
}

function differences(truth: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...truth.keys(), ...found.keys()])].sort();
  return names
    .filter((name) => truth.get(name) !== found.get(name))
    .map((name) => `${name} ${found.has(name) ? (truth.has(name) ? 'differs' : 'is too many') : 'is missing'}`);
}
