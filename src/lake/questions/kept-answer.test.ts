import { describe, expect, it } from 'vitest';
import { freshDirectory, WORKER } from '../../../test/worlds/job-logs.ts';
import { lookAt, OCTOBER, POLICY, SEPTEMBER } from '../../../test/worlds/usage-of-logs.ts';
import { NO_WORK } from '../../core/usage/month-work.ts';
import { NO_FIGURES } from '../../core/usage/signals.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { keptAnswer, type UsageAnswer, type UsageQuestion } from './kept-answer.ts';

const LOOK = lookAt(OCTOBER);
const LOG = { path: '/logs/one.csv', sha256: 'sha-1' };
const ASKED: UsageQuestion = {
  files: [LOG],
  months: [OCTOBER],
  look: LOOK,
  policy: POLICY,
  undated: undefined,
  program: 'chunk-A.js',
};

function asked(policy: Partial<UsageQuestion['policy']>): UsageQuestion {
  return { ...ASKED, policy: { ...POLICY, ...policy } };
}

/** Questions that differ from ASKED, and from each other, in one thing each. */
const OTHERS: readonly UsageQuestion[] = [
  { ...ASKED, files: [{ ...LOG, sha256: 'sha-2' }] },
  { ...ASKED, files: [LOG, { ...LOG, sha256: 'sha-2' }] },
  { ...ASKED, months: [OCTOBER, SEPTEMBER] },
  { ...ASKED, look: null },
  { ...ASKED, look: { ...LOOK, month: SEPTEMBER } },
  { ...ASKED, look: { ...LOOK, categories: { ...LOOK.categories, llm: [] } } },
  { ...ASKED, look: { ...LOOK, thresholds: { ...LOOK.thresholds, poolTimes: 4 } } },
  { ...ASKED, undated: { month: OCTOBER, settled: [] } },
  { ...ASKED, undated: { month: OCTOBER, settled: ['sha-1'] } },
  { ...ASKED, undated: { month: SEPTEMBER, settled: [] } },
  { ...ASKED, program: 'chunk-B.js' },
  asked({ excludedModels: [] }),
  asked({ trialJobs: 'exclude' }),
  asked({ extensions: { ...POLICY.extensions, completed: ['done'] } }),
  asked({ extensions: { ...POLICY.extensions, notCompleted: ['done'] } }),
  asked({ extensions: { ...POLICY.extensions, subscription: ['plus'] } }),
  asked({ extensions: { ...POLICY.extensions, notSubscription: ['plus'] } }),
  asked({ walletLinks: [{ wallet: WORKER, account: 'a' }] }),
  asked({ participation: [] }),
  asked({ participation: [{ wallet: WORKER, fromMs: null, untilMs: null }] }),
  asked({ participation: [{ wallet: WORKER, fromMs: 1, untilMs: null }] }),
  asked({ withheldJobs: ['job-1'] }),
];

/** An answer that tells which computation gave it. */
function answerNumber(rows: number): UsageAnswer {
  const points = 2n ** 70n;
  const trialing = { jobs: 0, points };
  const usage = { month: OCTOBER, rows, wallets: [], excluded: [], trialing, findings: [] };
  return { usages: [usage], work: NO_WORK, figures: NO_FIGURES, largest: [], twins: [], refunded: null };
}

describe('a kept answer', () => {
  it('is given to the same question alone', async () => {
    const derivedDir = freshDirectory();
    let computed = 0;
    const answerTo = (question: UsageQuestion): Promise<UsageAnswer> =>
      keptAnswer(openDerivedFiles(derivedDir, freshDirectory()), question, async () => {
        computed += 1;
        return answerNumber(computed);
      });
    const questions = [ASKED, ...OTHERS];
    const answers = [];
    for (const question of questions) answers.push(await answerTo(question));
    expect(answers).toEqual(questions.map((_, at) => answerNumber(at + 1)));

    // Where a log lies says nothing of it.
    const moved = questions.map(({ files, ...rest }) => {
      return { ...rest, files: files.map(({ sha256 }) => ({ sha256, path: '/elsewhere.csv' })) };
    });
    for (const [at, question] of moved.entries()) expect(await answerTo(question)).toEqual(answers[at]);
  });
});
