import { type Contestant, runContestant } from './contestants.ts';
import type { MeasuredRun } from './measured-run.ts';
import { mustAgree, type Totals } from './totals.ts';

/**
 * Runs each program once a round, one after the other, so that what else the machine does meets all of them; the first
 * of one round is the last of the next. The runs by name.
 *
 * @throws Error when the totals of any run differ from those of the first
 */
export async function alternately(
  contestants: readonly Contestant[],
  { inputs, scratch, rounds }: { inputs: string; scratch: string; rounds: number },
): Promise<Map<string, MeasuredRun[]>> {
  const runs = new Map<string, MeasuredRun[]>();
  let expected: Totals | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % contestants.length;
    for (const contestant of [...contestants.slice(shift), ...contestants.slice(0, shift)]) {
      const { run, totals } = await runContestant(contestant, inputs, scratch);
      expected ??= totals;
      mustAgree(contestant.name, totals, expected);
      console.error(`round ${round + 1} of ${rounds}: ${contestant.name}, ${run.seconds.toFixed(2)} s`);
      runs.set(contestant.name, [...(runs.get(contestant.name) ?? []), run]);
    }
  }
  return runs;
}
