import { type Gate, type GateInput, ok } from './gate.ts';

const MOST_SHOWN = 5;

/** Every row that was read of an input in force is kept: nothing is dropped in silence. */
export function rowsAccounted({ rowAccounts }: GateInput): Gate {
  const name = 'rows-accounted';
  const wrong = rowAccounts.filter(({ rows, kept }) => rows !== kept);
  if (wrong.length > 0) {
    const shown = wrong.slice(0, MOST_SHOWN).map((each) => `${each.name} had ${each.rows} rows, ${each.kept} are kept`);
    const more = wrong.length > MOST_SHOWN ? `; and ${wrong.length - MOST_SHOWN} more` : '';
    const remedy = 'The data directory was changed: import the files into a new one, or restore it from a copy.';
    return { name, state: 'open', why: `${shown.join('; ')}${more}`, remedy };
  }
  const rows = rowAccounts.reduce((sum, each) => sum + each.rows, 0);
  return ok(name, `all ${rows} rows of ${rowAccounts.length} inputs in force are kept`);
}
