import { existsSync } from 'node:fs';
import { hasBooks, type Places, withBooksAlone } from '../books/opening/workspace.ts';
import { findConfig } from '../books/policy/load-policy.ts';
import { historyCheck, lastActOf, openMonthChecks, refuseLaterReports, sealCheck, unlistedChecks } from './books.ts';
import { type Check, fine, looked } from './check.ts';
import { clockChecks } from './clock.ts';
import { inputChecks } from './inputs.ts';
import { machineChecks } from './machine.ts';
import { placeChecks } from './places.ts';

/** What is examined. */
export interface Examination extends Places {
  readonly config?: string | undefined;
  readonly inputs?: string | undefined;
  readonly asOfMs: number;
  /** The machine's own, for saying so. */
  readonly zone: string;
}

/** Everything that a close needs, looked at in the order in which it would be needed. Writes nothing and begins no books. */
export async function examine(asked: Examination): Promise<Check[]> {
  const { data, out, inputs, asOfMs, zone } = asked;
  const machine = await machineChecks();
  const checks = [...machine, ...placeChecks(data, out)];
  // Books and logs cannot be opened with a package that does not load.
  if (machine.some(({ state }) => state === 'wrong')) return checks;
  const begun = await looked('database', () => (hasBooks(asked) ? [] : [noBooks(data)]));
  const opened = begun.length === 0 ? await bookChecks(asked) : { checks: begun, lastActMs: null };
  checks.push(...clockChecks(asOfMs, zone, opened.lastActMs));
  if (begun.length > 0) checks.push(...(await looked('configuration', () => [configCheck(asked)])));
  checks.push(...opened.checks);
  const directory = inputs ?? null;
  if (directory !== null && existsSync(directory))
    checks.push(...(await looked('inputs', () => inputChecks(directory))));
  else if (directory !== null) checks.push(noInputs(directory));
  return checks;
}

async function bookChecks(asked: Examination): Promise<{ checks: Check[]; lastActMs: number | null }> {
  let lastActMs: number | null = null;
  const seal = existsSync(asked.data) ? [sealCheck(asked.data)] : [];
  const checks = await looked('database', () =>
    withBooksAlone(asked, async (workspace) => {
      lastActMs = await lastActOf(workspace);
      const month = await looked('configuration', () => openMonthChecks(workspace, asked, asked.asOfMs));
      const reports = await looked('reports', async () => {
        await refuseLaterReports(workspace, asked.out);
        return unlistedChecks(workspace, asked.out);
      });
      return [await historyCheck(workspace), ...reports, ...month];
    }),
  );
  return { checks: [...seal, ...checks], lastActMs };
}

function configCheck(asked: Examination): Check {
  return fine('configuration', findConfig(asked));
}

/** What a month lacks follows from what was imported. */
function noBooks(data: string): Check {
  return fine('books', `none yet in ${data}: what a month lacks is told once the first reconcile has begun them`);
}

function noInputs(directory: string): Check {
  return {
    name: 'inputs',
    state: 'wrong',
    what: `${directory}: there is no such directory`,
    remedy: 'Name the directory of exports with --inputs.',
  };
}
