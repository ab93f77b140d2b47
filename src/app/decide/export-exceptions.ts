import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { textPattern } from '../../core/text/text-pattern.ts';
import { checkWritableFile, readNamedTable } from '../../files/named-places.ts';
import { replaceFile } from '../../files/output-directory.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { groupsToDecide } from '../../render/exceptions/exception-groups.ts';
import { allowedText, openExceptions } from '../../render/exceptions/listed-exception.ts';
import { exceptionsToDecide } from '../../render/reports/exceptions-csv.ts';
import type { SourceInput } from '../../sources/reading/input.ts';
import { type DecisionRow, decisionsFile } from '../../sources/small/decisions-file.ts';
import { readSmallFile } from '../../sources/small/small-file.ts';
import type { MonthExceptions } from './exceptions.ts';
import { namesOf, standsFor } from './pattern-row.ts';

/**
 * Writes the exceptions for a person to fill in, or the open ones by group. A file there is replaced unless it holds
 * decisions that are not in force.
 *
 * @throws InvalidInput unapplied-decisions, no-such-path, unreadable-path
 */
export async function exportExceptions(exceptions: MonthExceptions, path: string, byGroup: boolean): Promise<void> {
  checkWritableFile(path);
  if (existsSync(path)) await refuseUnapplied(path, exceptions);
  const all = exceptions.list.exceptions;
  const text = byGroup
    ? groupsToDecide(all)
    : exceptionsToDecide(all.map((each) => ({ ...each.row, allowed: allowedText(each) })));
  replaceFile(path, text);
}

async function refuseUnapplied(path: string, { list, book }: MonthExceptions): Promise<void> {
  const lost = (): InvalidInput => {
    const message = `${path} holds decisions that were not applied, or is another file: it is not overwritten`;
    return new InvalidInput([problem('unapplied-decisions', { file: path }, message)]);
  };
  const inForce = new Set(book.all.map((each) => [each.code, each.subject, each.decision, each.note].join('\n')));
  /** A pattern is applied when it has decided something and leaves nothing open. */
  const isPatternInForce = (row: DecisionRow): boolean => {
    const fits = textPattern(row.subject);
    if (fits === null || openExceptions(list).some(standsFor(row, fits))) return false;
    return book.all.some(({ code, subject, decision, note }) => {
      return code === row.code && fits(subject) && decision === row.decision && note === row.note;
    });
  };
  /** What was decided of each alone is in force where nothing of that name is decided otherwise. */
  const isInForceAlone = ({ code, subject, decision, note }: DecisionRow): boolean => {
    const named = list.exceptions.filter((each) => each.row.code === code && namesOf(each).includes(subject));
    return named.length > 0 && named.every(({ row }) => row.decision === decision && row.note === note);
  };
  const file = decisionsFile((row) => {
    const isSaid = inForce.has([row.code, row.subject, row.decision, row.note].join('\n'));
    return isSaid || isInForceAlone(row) || isPatternInForce(row);
  });
  const rows = await readSmallFile(file, decisionsInput(path)).catch((error: unknown) => {
    throw error instanceof InvalidInput ? lost() : error;
  });
  if (rows.some(({ row }) => row === false)) throw lost();
}

/** A person's file as a source. @throws InvalidInput no-such-path, unreadable-path */
export function decisionsInput(path: string): SourceInput {
  const bytes = readNamedTable(path);
  return { name: path, open: () => Readable.from([bytes]) };
}
