/** What came of checking a statement. */
export interface StatementVerdict {
  readonly file: string;
  /** Null when its record cannot be read. */
  readonly wallet: string | null;
  /** `YYYY-MM` of every month that it proves. */
  readonly months: readonly string[];
  readonly payments: number;
  /** Whether an account stands beside the payments: it does in a final month, and not in a year. */
  readonly hasAccount: boolean;
  /** None: it holds. */
  readonly differences: readonly string[];
}

/** Said of a month whose public.json is not there: the statement itself may well hold. */
export const NOT_GIVEN = 'its public.json was not given';

const ASK_ANEW =
  'Ask who pays you for the file as it was made: an editor, a spreadsheet or somebody on the way may have changed this\n' +
  'one. One that still does not hold says something else than was published.\n';

/** In words, for a worker. */
export function verdictText({ file, wallet, months, payments, hasAccount, differences }: StatementVerdict): string {
  if (differences.length > 0) {
    const advice = differences.every((each) => each.endsWith(NOT_GIVEN)) ? '' : ASK_ANEW;
    return `${file} does NOT hold:\n${differences.map((each) => `  ${each}`).join('\n')}\n${advice}`;
  }
  const lines = [
    `${file} holds.`,
    `wallet  ${wallet ?? ''}`,
    `months  ${months.join(', ')}: proven by the published root`,
  ];
  if (payments > 0) {
    const how = hasAccount ? 'tie with the account' : 'are listed';
    lines.push(`${payments} payment(s) ${how}; no root covers them: look up their references where they were sent`);
  }
  return `${lines.join('\n')}\n`;
}

/** `verify-statement --json`. */
export function verdictDocument({ file, wallet, months, payments, differences }: StatementVerdict): object {
  return { file, holds: differences.length === 0, wallet, months, payments, differences };
}
