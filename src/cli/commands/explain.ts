import { withExistingBooks } from '../../app/books/existing-books.ts';
import { loadPolicy } from '../../app/books/load-policy.ts';
import { explain } from '../../app/explain/explain.ts';
import { explainedMonthOf } from '../../app/explain/month-of-question.ts';
import { formatMonth } from '../../core/month/month.ts';
import { EXPLANATION_SCHEMA, explanationNode } from '../../render/explanation-json.ts';
import { explanationText } from '../../render/explanation-text.ts';
import { monthArgument } from '../arguments.ts';
import { printData, progressOn } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';
import { lineWidth } from '../terminal.ts';
import { UsageFault } from '../usage-fault.ts';
import { VERSION } from '../version.ts';

export interface ExplainOptions extends Globals {
  readonly month?: string;
  readonly depth?: string;
  readonly rows: string;
  readonly wide?: boolean;
}

/** How deep JSON goes where nobody says: further than any tree. */
const WHOLE_TREE = 99;

/** `revshare explain WHAT`: any figure to its sources. Reads only: no lock, no books of its own. */
export async function runExplain(asked: string, options: ExplainOptions): Promise<ExitCode> {
  const named = options.month === undefined ? null : monthArgument(options.month);
  const depth = options.depth === undefined ? null : countArgument('--depth', options.depth);
  const most = countArgument('--rows', options.rows);
  await withExistingBooks(options, async (workspace) => {
    const { policy } = await loadPolicy(workspace, options);
    const month = named ?? explainedMonthOf(asked, options.out, policy.firstMonth);
    const request = { workspace, policy, version: VERSION, progress: progressOn(options), out: options.out };
    const shownDepth = depth ?? (options.json ? WHOLE_TREE : 1);
    const answers = await explain({ ...request, most, asked, month, depth: shownDepth });
    if (options.json) {
      const explanations = answers.map(({ tree }) => explanationNode(tree));
      const document = { ...EXPLANATION_SCHEMA, asked, month: formatMonth(month), explanations };
      printData(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      const layout = { width: lineWidth(options), depth };
      printData(answers.map((answer) => explanationText(answer, layout)).join('\n'));
    }
  });
  return EXIT.done;
}

/** @throws UsageFault */
function countArgument(option: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageFault(`${option} "${text}" is no count; write it like 3`);
  return Number(text);
}
