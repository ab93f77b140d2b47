import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { explainedMonthOf } from '../../app/explain/month/month-of-question.ts';
import { explain } from '../../app/explain/questions/explain.ts';
import { formatMonth } from '../../core/month/month.ts';
import { explanationNode } from '../../render/explanation/explanation-json.ts';
import { explanationText } from '../../render/explanation/explanation-text.ts';
import { monthArgument } from '../arguments.ts';
import { printDocument, printNote, printText, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface ExplainOptions extends Globals {
  readonly month?: string;
  readonly depth?: string;
  readonly rows: string;
}

/** How deep JSON goes where nobody says: further than any tree. */
const WHOLE_TREE = 99;

/** `revshare explain WHAT`: any figure to its sources. Reads only: no lock, no books of its own. */
export async function runExplain(asked: string, options: ExplainOptions): Promise<ExitCode> {
  const named = options.month === undefined ? null : monthArgument(options.month);
  const depth = options.depth === undefined ? null : countArgument('--depth', options.depth);
  const most = countArgument('--rows', options.rows);
  await withWorkspace(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const month = named ?? explainedMonthOf(asked, options.out, policy.firstMonth);
    const request = { workspace, policy, version: VERSION, progress: progressOn(options), out: options.out };
    const shownDepth = depth ?? (options.json ? WHOLE_TREE : 1);
    const answers = await explain({ ...request, most, asked, month, depth: shownDepth });
    if (options.json) {
      const explanations = answers.map(({ tree }) => explanationNode(tree));
      printDocument('explanation', { asked, month: formatMonth(month), explanations });
    } else {
      // What one Spark was worth is asked of all months.
      const isChosen = named === null && asked !== 'spark' && !options.quiet;
      if (isChosen) printNote(`explained for ${formatMonth(month)}; --month names another\n`);
      printText(answers.map((answer) => explanationText(answer, depth)).join('\n'), options);
    }
  });
  return EXIT.done;
}

/** @throws UsageFault */
function countArgument(option: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageFault(`${option} "${text}" is no count; write it like 3`);
  return Number(text);
}
