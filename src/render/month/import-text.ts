import { countOf } from '../../core/text/count-of.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { alignedTable } from '../terminal/text-table.ts';

/** What an import did: new inputs, and how many were known already. */
export interface Imported {
  readonly taken: readonly { readonly name: string; readonly kind: string; readonly rows: number }[];
  readonly known: number;
}

/**
 * How many files and rows of each kind were taken.
 *
 * @param wide a row for each file
 */
export function importText({ taken, known }: Imported, wide: boolean): string {
  const table = taken.length === 0 ? '' : `${alignedTable(wide ? eachFile(taken) : filesByKind(taken))}\n\n`;
  return `${table}imported ${countOf(taken.length, 'new input')}, ${known} known\n${nextCommand('status')}`;
}

function eachFile(taken: Imported['taken']): string[][] {
  return taken.map(({ name, kind, rows }) => [name, kind, countOf(rows, 'row')]);
}

function filesByKind(taken: Imported['taken']): string[][] {
  const kinds = [...new Set(taken.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const own = taken.filter((each) => each.kind === kind);
    return [kind, String(own.length), String(own.reduce((sum, each) => sum + each.rows, 0))];
  });
  return [['kind', 'files', 'rows'], ...rows];
}
