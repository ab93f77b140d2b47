import type { Tried } from './try-mutations.ts';
import type { Verdict } from './verdict.ts';

const VERDICTS: readonly Verdict[] = ['refused', 'same', 'shown', 'followed', 'bad'];

/** Counts what became of mutations. */
export class Tally {
  readonly #counts = new Map<string, Map<Verdict, number>>();
  readonly #all = new Map<Verdict, number>();
  #slowest: Tried | null = null;
  #residentBytes = 0;

  /** How many went wrong. */
  get bad(): number {
    return this.#all.get('bad') ?? 0;
  }

  add(tried: Tried): void {
    const { target, verdict, tookMs, residentBytes } = tried;
    const counts = this.#counts.get(target) ?? new Map<Verdict, number>();
    this.#counts.set(target, counts);
    for (const each of [counts, this.#all]) each.set(verdict, (each.get(verdict) ?? 0) + 1);
    if (tookMs > (this.#slowest?.tookMs ?? 0)) this.#slowest = tried;
    this.#residentBytes = Math.max(this.#residentBytes, residentBytes);
  }

  /** One mutation that went wrong, for people. */
  static line({ index, target, operator, verdict, why }: Tried): string {
    return `${index} ${verdict} ${target} ${operator}: ${why}`;
  }

  /** A line for each file, and for all of them. */
  text(): string {
    const lines = [...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1));
    const rows = [...lines, ['all', this.#all] as const].map(([name, counts]) => {
      const parts = VERDICTS.map((verdict) => `${verdict} ${counts.get(verdict) ?? 0}`);
      return `${name}: ${parts.join(', ')}\n`;
    });
    const slowest = this.#slowest === null ? '' : `slowest: ${this.#slowest.tookMs} ms, ${Tally.line(this.#slowest)}\n`;
    return `${rows.join('')}${slowest}most memory: ${Math.round(this.#residentBytes / 1048576)} MiB\n`;
  }
}
