import type { Command } from 'commander';

/** What a command's help has beside arguments and options. */
interface CommandHelp {
  /** Command lines without the program's name, each with what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** Options of every command that do nothing here: taken as ever, and not shown. */
  readonly without?: readonly string[];
}

const OF_BOOKS = ['--config', '--inputs', '--data', '--database-url', '--out', '--as-of'];

/** By command; a test holds that none is forgotten, and that every example is a command line that there is. */
export const HELP: Readonly<Record<string, CommandHelp>> = {
  init: {
    examples: [
      ['init --inputs exports', 'ask, and write revshare.yaml with what the exports name'],
      ['init --inputs exports --first-month 2026-10 --yes', 'the same without questions'],
    ],
    without: ['--data', '--database-url', '--out', '--json', '--wide', '--no-color'],
  },
  doctor: { examples: [['doctor --inputs exports', 'what is missing or wrong before a close, and what to do']] },
  import: {
    examples: [['import exports', 'take what is new; nothing is taken of a directory with a file that cannot be read']],
    without: ['--config', '--as-of'],
  },
  reconcile: {
    examples: [
      ['reconcile 2026-10 --inputs exports', 'import and compute October; reports/2026-10 has its reports'],
      ['reconcile 2026-10 --explain-gap', 'look for the rows behind a difference from a statement'],
    ],
  },
  status: {
    examples: [
      ['status', 'what was imported, and which months are final'],
      ['status 2026-10', 'what keeps October from becoming final'],
      ['status --missing --json', 'the files that open months lack, for a script that fetches them'],
    ],
  },
  backup: {
    examples: [['backup /backup/books-2026-11-20.zip', 'everything in one file']],
    without: ['--config', '--inputs', '--wide'],
  },
  pack: {
    examples: [
      ['pack', 'after a month is final: large logs then take about a third of the disk, small ones more than before'],
    ],
    without: ['--config', '--inputs', '--as-of', '--wide'],
  },
  restore: { examples: [['restore /backup/books-2026-11-20.zip --data books', 'put it back, where no books are']] },
  exceptions: {
    examples: [
      ['exceptions 2026-10', 'what needs a person'],
      ['exceptions 2026-10 --export todo.csv', 'to fill in decision and note'],
      ['exceptions 2026-10 --apply todo.csv --by Ada', 'take the decisions back in'],
    ],
  },
  finalize: {
    examples: [
      ['finalize 2026-10 --accept 445933f017a9cc77 --max-pool 25000', 'freeze what was approved, by its digest'],
    ],
  },
  run: {
    examples: [
      ['run --inputs exports --month open --max-pool 25000', 'from a timer: one line of JSON says how it ended'],
      ['run --inputs exports --metrics /var/lib/node_exporter/textfile/revshare.prom', 'the same with metrics'],
    ],
    without: ['--json', '--wide', '--no-color'],
  },
  journal: {
    examples: [
      ['journal 2026-10 --for quickbooks --to books', 'the entries of a final October for QuickBooks Online'],
      ['journal 2026-10 --for xero --to books', 'the same for Xero, in files of at most 300 lines'],
    ],
    without: ['--as-of'],
  },
  verify: {
    examples: [
      ['verify --all', 'compute every final month again from the evidence'],
      ['verify 2026-10 --restore', 'write lost reports again, byte for byte'],
    ],
    without: ['--config', '--inputs', '--as-of'],
  },
  explain: {
    examples: [
      ['explain pool.csv:9 --month 2026-10', 'a line of a report down to rows of exports'],
      ['explain 0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153 --month 2026-10', 'what a wallet earned, and of what'],
    ],
    without: ['--as-of'],
  },
  flux: {
    examples: [['flux 2026-10', 'why net revenue is another than in September, by cause']],
    without: ['--as-of'],
  },
  bridge: {
    examples: [['bridge 2026-10 --from estimate --to final', 'every cent between the two']],
    without: ['--config', '--inputs', '--data', '--database-url', '--as-of', '--quiet'],
  },
  restate: { examples: [['restate 2026-08', 'August as closed against as now known']], without: ['--as-of'] },
  whatif: {
    examples: [
      ['whatif 2026-10 --share 0.5', 'October by another share'],
      ['whatif 2026-10 --refund ch_123 --on 2026-10-20', 'October with a refund'],
    ],
    without: ['--as-of'],
  },
  payouts: {
    examples: [
      ['payouts 2026-10', 'prepare the batch of a final month, and show its digest'],
      [
        'payouts 2026-10 --release 0123456789abcdef --by Ada',
        'release what was shown; the files of its rails are written',
      ],
      ['payouts 2026-10 --record receipts.csv', 'take what was sent'],
    ],
  },
  owed: {
    examples: [
      ['owed', 'what is due and overdue, by wallet'],
      ['owed --csv', 'the same for a spreadsheet'],
    ],
  },
  statement: {
    examples: [
      ['statement 0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153 --month 2026-10', 'what October says to one worker'],
      ['statement --all --month 2026-10', 'the statements of every wallet, as files'],
    ],
  },
  'verify-statement': {
    examples: [['verify-statement mine.html --manifest public.json', 'check a statement, offline and without books']],
    without: [...OF_BOOKS, '--wide'],
  },
  completion: {
    examples: [
      ['completion bash > /etc/bash_completion.d/revshare', 'for every user of this machine'],
      ['completion fish > ~/.config/fish/completions/revshare.fish', 'for yourself'],
    ],
  },
};

/** Puts examples before each command's help, and hides options that do nothing there. */
export function withHelp(program: Command): void {
  for (const command of program.commands) {
    const { examples = [], without = [] } = HELP[command.name()] ?? {};
    command.addHelpText('before', `Examples:\n${examples.map(exampleText).join('')}`);
    for (const option of command.options) if (without.includes(option.long ?? '')) option.hideHelp();
  }
}

function exampleText([line, what]: readonly [string, string]): string {
  return `  revshare ${line}\n      ${what}\n`;
}
