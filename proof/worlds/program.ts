import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { withLockedWorkspace } from '../../src/app/books/opening/workspace.ts';
import { loadPolicy } from '../../src/app/books/policy/load-policy.ts';
import { acknowledge } from '../../src/app/close/status.ts';
import { monthArgument } from '../../src/cli/arguments.ts';
import { runExceptions } from '../../src/cli/commands/exceptions.ts';
import { runFinalize } from '../../src/cli/commands/finalize.ts';
import { runReconcile } from '../../src/cli/commands/reconcile.ts';
import { progressOn } from '../../src/cli/console.ts';
import { thisRun } from '../../src/cli/holder.ts';
import { allowedDecisions } from '../../src/core/close/decision.ts';
import { FINDINGS, type FindingCode } from '../../src/core/close/finding.ts';
import { type Chance, chanceOf } from '../chance.ts';
import { jobIdsOf, type ProofDecision } from './second-opinion.ts';
import { filesAt, type ProofWorld, policyYaml } from './world.ts';

/** What the program's reports say of a month, as they print it. */
export interface Seen {
  readonly month: string;
  readonly pool: readonly Row[];
  readonly payouts: readonly Row[];
  readonly exclusions: readonly Row[];
  readonly exceptions: readonly Row[];
  readonly adjustments: readonly Row[];
  readonly deferred: readonly Row[];
  readonly leaderboard: readonly Row[];
}

export type Row = Readonly<Record<string, string>>;

/** A world in the program: its files below a directory of their own, closed stage by stage. */
export interface ProgramRun {
  /** The files and decisions at a stage are in place; the month is computed and its reports are read. */
  readonly look: (stage: number, month: string) => Promise<Seen>;
  /** Makes the month final; what stands in the way is decided first. */
  readonly close: (stage: number, month: string) => Promise<{ seen: Seen; decisions: readonly ProofDecision[] }>;
}

/** Every month of a world is over, and waits no longer. */
const AS_OF = '2027-04-15T00:00:00Z';

/** The program on a world, by the functions of its commands: as from the command line, without starting it anew. */
export function programOn(world: ProofWorld, root: string): ProgramRun {
  const chance = chanceOf(world.seed + 1);
  const globals = {
    ...{
      inputs: join(root, 'inputs'),
      data: join(root, 'data'),
      out: join(root, 'out'),
      config: join(root, 'inputs', 'revshare.yaml'),
    },
    ...{ asOf: AS_OF, json: false, quiet: true, wide: false, color: false },
  };
  const written = new Map<string, string>();
  const write = (stage: number): void => {
    for (const [name, text] of [
      ...filesAt(world, stage),
      ['revshare.yaml', policyYaml(world.policy, stage)] as const,
    ]) {
      if (written.get(name) === text) continue;
      written.set(name, text);
      mkdirSync(dirname(join(globals.inputs, name)), { recursive: true });
      writeFileSync(join(globals.inputs, name), text);
    }
  };
  const look = async (stage: number, month: string): Promise<Seen> => {
    write(stage);
    const code = await runReconcile(month, { ...globals, threads: '1' });
    if (code !== 0 && code !== 1) throw new Error(`reconcile ${month} ended with ${code}`);
    return seen(join(globals.out, month, 'review'), month);
  };
  const acknowledgeLists = (text: string): Promise<unknown> =>
    withLockedWorkspace(globals, thisRun(`status ${text}`), async (workspace) => {
      const { policy } = await loadPolicy(workspace, globals);
      const month = monthArgument(text);
      const request = { workspace, policy, month, asOfMs: Date.parse(AS_OF), progress: progressOn(globals) };
      return acknowledge(request, [{ code: 'lists', reason: 'proof', by: 'ben' }]);
    });
  const close: ProgramRun['close'] = async (stage, month) => {
    const { exceptions } = await look(stage, month);
    const decisions = decided(chance, exceptions);
    const jobs = jobIdsOf(filesAt(world, stage), world.policy, month);
    if (jobs.length > 0 && chance.percent(20))
      decisions.push({ code: 'job', subject: chance.pick(jobs), decision: 'withhold' });
    const apply = async (those: readonly ProofDecision[]): Promise<Seen> => {
      const file = join(root, 'decisions.csv');
      const lines = those.map((each) => `${each.code},"${each.subject}",${each.decision},proof`);
      writeFileSync(file, `code,subject,decision,note\n${lines.join('\n')}\n`);
      const code = await runExceptions(month, { ...globals, apply: file, by: 'ada' });
      if (code === 2) throw new Error(`decisions of ${month} were refused: ${JSON.stringify(those)}`);
      return look(stage, month);
    };
    let after = decisions.length > 0 ? await apply(decisions) : undefined;
    // A person takes a decision back, and decides anew.
    const [first] = decisions;
    if (first !== undefined && first.code !== 'job' && chance.percent(25)) {
      const code = await runExceptions(month, { ...globals, withdraw: [first.code, first.subject], by: 'ada' });
      if (code === 2) throw new Error(`${first.code} ${first.subject} was not withdrawn`);
      decisions[0] = { ...first, decision: chance.pick(allowed(first.code)) };
      after = await apply(decisions.slice(0, 1));
    }
    // A decision may bring what nobody could see before it: that is decided too, until nothing new stands there.
    for (let round = 1; after !== undefined; round += 1) {
      const more = decided(chance, after.exceptions);
      if (more.length === 0) break;
      if (round > 5) throw new Error(`decisions of ${month} bring new exceptions again and again`);
      decisions.push(...more);
      after = await apply(more);
    }
    const finalize = () => runFinalize(month, { ...globals, accept: digestOf(globals.out, month), by: 'ben' });
    let ended = await finalize();
    // Rows of participation that are gone need a reason.
    if (ended === 1 && filesAt(world, stage).has('participation.csv')) {
      await acknowledgeLists(month);
      await look(stage, month);
      ended = await finalize();
    }
    if (ended !== 0) throw new Error(`finalize ${month} ended with ${ended}`);
    return { seen: seen(join(globals.out, month, 'final'), month), decisions };
  };
  return { look, close };
}

/** The digest of what the month's review shows. */
function digestOf(out: string, month: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(out, month, 'review', 'manifest.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'digest' in manifest ? String(manifest.digest) : '';
}

/** One decision a subject, however many rows have it; of what can only be mended there is none. */
function decided(chance: Chance, exceptions: readonly Row[]): ProofDecision[] {
  const out = new Map<string, ProofDecision>();
  const ofSubject = new Map<string, string>();
  for (const { code = '', subject = '', what = '', decision } of exceptions) {
    const key = `${code} ${subject}`;
    if (decision !== '') continue;
    if (allowed(code).length === 0) throw new Error(`nobody can decide ${key}: its month cannot be closed`);
    const choice = ofSubject.get(key) ?? chance.pick(allowed(code));
    ofSubject.set(key, choice);
    // Of a price each charge that is there is left out by itself, and no later one.
    const [, charge] = /^(?:sale|order) (\S+) of /.exec(what) ?? [];
    const isAlone = choice === 'leave-out' && ['annual-billed-monthly', 'instalment'].includes(code);
    const about = isAlone && charge !== undefined ? `${subject} of ${charge}` : subject;
    out.set(`${code} ${about}`, { code, subject: about, decision: choice });
  }
  return [...out.values()];
}

/** What a person may say of an exception of this code; two exports contradict each other, never three. */
function allowed(code: string): readonly string[] {
  const known = Object.keys(FINDINGS).find((each): each is FindingCode => each === code);
  return known === undefined ? [] : allowedDecisions(known).filter((each) => each !== 'third');
}

function seen(directory: string, month: string): Seen {
  const rows = (name: string): Row[] =>
    parse(readFileSync(join(directory, name), 'utf8'), { columns: true, skip_empty_lines: true });
  return {
    month,
    pool: rows('pool.csv'),
    payouts: rows('payouts.csv'),
    exclusions: rows('exclusions.csv'),
    exceptions: rows('exceptions.csv'),
    adjustments: rows('adjustments.csv'),
    deferred: rows('deferred.csv'),
    leaderboard: rows('leaderboard.csv'),
  };
}
