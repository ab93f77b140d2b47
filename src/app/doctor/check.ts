import { InvalidInput } from '../../problems/problem.ts';

/** What was looked at, and what it came to: `wrong` keeps a command from running, `warning` may do so later. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly what: string;
  /** What to do; empty when all is well. */
  readonly remedy: string;
}

/** Nothing to do. */
export function fine(name: string, what: string): Check {
  return { name, state: 'ok', what, remedy: '' };
}

/** Looks at something; an input that cannot be used is one wrong thing a problem, not the end of the examination. */
export async function looked(name: string, look: () => Check[] | Promise<Check[]>): Promise<Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(({ place, message, remedy }) => {
      const line = place.line === undefined ? '' : ` line ${place.line}`;
      return { name, state: 'wrong', what: `${place.file}${line}: ${message}`, remedy };
    });
  }
}
