import { withWorkspace } from '../../app/books/opening/workspace.ts';
import { refuseNeverFinal } from '../../app/books/policy/first-month.ts';
import { loadPolicy } from '../../app/books/policy/load-policy.ts';
import { exportJournal } from '../../app/close/exported-journal.ts';
import { JOURNAL_FORMS, type JournalForm } from '../../config/journal-forms.ts';
import { formatScaled } from '../../core/money/micro.ts';
import { monthArgument, nameArgument } from '../arguments.ts';
import { printDocument, printText } from '../console.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Globals } from '../globals.ts';

export interface JournalOptions extends Globals {
  readonly for: string;
  readonly state: string;
  readonly to: string;
}

const STATES = ['estimate', 'review', 'final'] as const;

/** `revshare journal MONTH --for BOOKS`: the journal of stored reports in the import form of other books. */
export async function runJournal(monthText: string, options: JournalOptions): Promise<ExitCode> {
  const month = monthArgument(monthText);
  const form = nameArgument<JournalForm>('--for', options.for, JOURNAL_FORMS);
  const state = nameArgument('--state', options.state, STATES);
  const { out, to } = options;
  const written = await withWorkspace(options, async (workspace) => {
    const { policy, path } = await loadPolicy(workspace, options);
    await refuseNeverFinal(workspace.store.db, month, policy);
    return exportJournal({ month, state, out, form, forms: policy.journalForms, config: path, to });
  });
  const { files, entries, rounding } = written;
  const most = formatScaled(rounding.most, 2);
  if (options.json) {
    const carried = { lines: rounding.lines, most_usd: most };
    printDocument('journal', { month: monthText, for: form, state, files, entries, rounding: carried });
  } else if (!options.quiet) {
    const carried =
      rounding.lines === 0 ? '' : `; its last entry carries the cents of rounding, at most ${most} USD on an account`;
    printText(`wrote ${files.join(', ')}: ${entries} entries${carried}\n`, options);
  }
  return EXIT.done;
}
