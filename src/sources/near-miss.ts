import { firstLine, headerCells, type InputHead } from './input.ts';
import { KINDS, sourceKinds } from './kinds.ts';

/** What to do about a file of no known kind, where its first line tells. */
export function nearMissRemedy(head: InputHead): string | undefined {
  const line = firstLine(head.text);
  return neighbourRemedy(line) ?? wrongSeparator(line) ?? nearHandWritten(line);
}

const NEAR_MISSES = Object.values(KINDS).flatMap(({ nearMisses }) => nearMisses);

function neighbourRemedy(line: string): string | undefined {
  return NEAR_MISSES.flatMap((each) => ('header' in each && each.header.test(line) ? each.remedy : []))[0];
}

/** A spreadsheet writes semicolons where the comma is the decimal separator. */
function wrongSeparator(line: string): string | undefined {
  const text = line.replaceAll(';', ',');
  if (!line.includes(';') || sourceKinds({ text, bytes: Buffer.from(text) }).length === 0) return undefined;
  return 'The columns are separated by semicolons: save it with commas, and with dots in numbers.';
}

/** Of the files that people write by hand the one whose header has the most columns of this line, at least half. */
function nearHandWritten(line: string): string | undefined {
  const cells = headerCells(line, ',').map((cell) => cell.toLowerCase());
  const [best] = NEAR_MISSES.flatMap((each) => ('columns' in each ? each : []))
    .map(({ name, columns }) => {
      const names = columns.map((column) => column.name);
      return { name, names, shared: names.filter((each) => cells.includes(each)).length };
    })
    .filter(({ names, shared }) => shared * 2 >= Math.max(names.length, cells.length))
    .sort((a, b) => b.shared / b.names.length - a.shared / a.names.length);
  return best === undefined ? undefined : `For ${best.name} write exactly this header: ${best.names.join(',')}`;
}
