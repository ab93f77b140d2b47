import { allowedDecisions } from '../../src/core/close/decision.ts';
import { MONEY_EXCLUSIONS } from '../../src/core/close/exclusion.ts';
import { FINDINGS, type FindingCode } from '../../src/core/close/finding.ts';
import { WARNINGS } from '../../src/core/close/warnings/warning.ts';
import { RULES } from '../../src/core/explanation/tree/rules.ts';
import { JOB_EXCLUSION_RULES } from '../../src/core/usage/exclusion-rules.ts';
import { CATALOGUE } from '../../src/problems/catalogue.ts';
import { POSTS_MEANWHILE } from './posts-meanwhile.ts';
import { whereOf } from './where.ts';

export const MADE = 'Made by `npm run docs` from the lists in the code; edit those.';

/** docs/errors.md: every way in which an input can be unreadable. */
export function errorsPage(): string {
  const rows = Object.entries(CATALOGUE).map(([code, { meaning, remedy }]) => {
    return [`\`${code}\``, meaning, remedy, whereOf(code, ['core/close/'])];
  });
  return [
    '# Errors',
    '',
    'An error stops a command before it changes anything (exit code 2). It names file, line and column, shows the line with',
    'the place marked, says what is wrong and how to mend it. `fixtures/errors/` has the smallest example of each code, but for what only',
    'a database server answers (`test/books/server-problems.test.ts`). The last column names the files below `src/` that raise it, or',
    'find what it tells.',
    MADE,
    '',
    ...table(['code', 'means', 'mend it', 'where'], rows),
    '',
  ].join('\n');
}

/** docs/rules.md with the sentence of every rule as the code has it; where each lives is written by hand. */
export function rulesPage(written: string): string {
  return written.replace(/^\| (R\d+) ([^|]+) \| .* \| (`[^|]*) \|$/gm, (row, name: string, _title, places: string) => {
    const rule = Object.entries(RULES).find(([each]) => each === name)?.[1];
    return rule === undefined ? row : `| ${name} ${rule.title} | ${rule.sentence} | ${places} |`;
  });
}

/** What a person may decide of an exception. */
function decisionsOf(code: FindingCode): string {
  const decisions = allowedDecisions(code).map((decision) => `\`${decision}\``);
  return decisions.length === 0 ? 'none: only an input mends it' : decisions.join(', ');
}

/** docs/exceptions.md: rows that need a person, and reasons for leaving something out. */
export function exceptionsPage(): string {
  return [
    '# Exceptions and exclusions',
    '',
    'An exception is a row that needs a person before its month can be final: it stands in `exceptions.csv`, and the command',
    'ends with exit code 1. Until it is settled, it posts nothing, but for what stands below the table. A decision (`revshare exceptions`) is one of',
    'those named here, and holds for its subject in its month; `monthly` and `yearly` hold for the product and the price, in all months. The subject',
    'of rows without an id says all of them (instant, type, amount, how many are alike): a row that comes later waits again. What is',
    'left out whole, a charge, order or sale, takes its refunds and fees with it, also later ones; what is charged of it later waits.',
    '`leave-out` of a price is about the charges that are there, each by itself.',
    'The last column of a table names the files below `src/` that make the code.',
    MADE,
    '',
    ...table(
      ['code', 'what to do', 'decisions', 'where'],
      (Object.keys(FINDINGS) as FindingCode[]).map((code) => {
        return [`\`${code}\``, FINDINGS[code], decisionsOf(code), whereOf(code)];
      }),
    ),
    '',
    'Other rows of the same order or charge post, where the exception is about a row by itself (`unknown-type`, `unknown-category`, `unallocated`).',
    'What posts of an exception before it is settled:',
    '',
    ...table(
      ['code', 'until it is settled'],
      Object.entries(POSTS_MEANWHILE).map(([code, text]) => [`\`${code}\``, text]),
    ),
    '',
    '## Money that is left out',
    '',
    ...table(
      ['reason', 'what it is', 'where'],
      Object.entries(MONEY_EXCLUSIONS).map(([reason, text]) => {
        return [
          `\`${reason}\``,
          text,
          whereOf(reason, ['app/close/usage/', 'app/books/policy/first-month.ts', 'lake/']),
        ];
      }),
    ),
    '',
    '## Jobs that are left out',
    '',
    'A job has one reason, the first that fits. The list stands in `core/usage/exclusion-rules.ts`; `lake/usage/compile-rules.ts` makes SQL of it,',
    '`lake/usage/duplicate-jobs.ts` finds the duplicates.',
    '',
    ...table(
      ['reason', 'because'],
      JOB_EXCLUSION_RULES.map(({ reason, because }) => [`\`${reason}\``, because]),
    ),
    '',
    '## Warnings',
    '',
    'A warning stands in `warnings.csv` with its row. It changes no figure and holds nothing up. [`signals.md`](signals.md) has those',
    'about use that stands out.',
    '',
    ...table(
      ['code', 'what it is', 'where'],
      Object.entries(WARNINGS).map(([code, text]) => [`\`${code}\``, text, whereOf(code)]),
    ),
    '',
  ].join('\n');
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
