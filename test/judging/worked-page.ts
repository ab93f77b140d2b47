import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../running/program.ts';

const PAGE = readFileSync(join(PROJECT, 'fixtures', 'README.md'), 'utf8').split('\n');

/** The rows of the one table of fixtures/README.md with this header. */
export function workedTable(header: string): string[][] {
  const starts = PAGE.flatMap((line, at) => (line === header ? [at] : []));
  if (starts.length !== 1) throw new Error(`${starts.length} tables have the header ${header}`);
  const rows: string[][] = [];
  for (const line of PAGE.slice((starts[0] ?? 0) + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.split('|').map((cell) => cell.trim());
    rows.push(cells.slice(1, -1));
  }
  return rows;
}
