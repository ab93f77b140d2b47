import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { headerCells } from '../reading/input.ts';
import { zoneOfName } from './ledger-range.ts';

/**
 * Which column holds UTC times (R1): `created_utc`, or `created` of a report made in UTC. The Dashboard puts range and
 * zone into the file name, e.g. `..._USD_2026-10-01_to_2026-10-31_Europe-Stockholm.csv`; without a zone it is UTC.
 *
 * @throws InvalidInput when there are only times of another zone
 */
export function ledgerTimeColumn(file: string, header: string): 'created_utc' | 'created' {
  const names = headerCells(header, ',').map((cell) => cell.toLowerCase());
  if (names.includes('created_utc') || !names.includes('created')) return 'created_utc';
  const zone = zoneOfName(file);
  if (zone === null) return 'created';
  throw new InvalidInput([
    problem(
      'local-time-export',
      placeInText(file, 1, header, { start: header.search(/created(?!_)/i), length: 'created'.length }),
      `the column created is in ${zone} time, as the name of the file tells, and there is no created_utc`,
    ),
  ]);
}

/** A report over days of another zone lacks hours of the UTC month at both ends. Null for one that does not. */
export function localDaysWarning(file: string): string | null {
  const zone = zoneOfName(file);
  if (zone === null) return null;
  return `covers days in ${zone} time: export it in UTC, or a range one day longer at both ends`;
}
