import { type Stated, statedLines } from './stated-lines.ts';

/** A line per check of `doctor`, and how many need a person; `wrong` keeps a command from running. */
export function checksText(checks: readonly (Stated & { readonly state: 'ok' | 'warning' | 'wrong' })[]): string {
  const count = (wanted: string): number => checks.filter(({ state }) => state === wanted).length;
  const sums = `${count('ok')} ok, ${count('warning')} to look at, ${count('wrong')} wrong`;
  return `${[...statedLines(checks), '', sums].join('\n')}\n`;
}
