import { InvalidInput, problem } from '../../problems/problem.ts';

/** A PostgreSQL database as a person named it. */
export interface DatabaseAddress {
  /** With the password, if the person wrote one: never printed. */
  readonly url: string;
  /** For people: user, host, port and database; no password and no parameters. */
  readonly shown: string;
}

/**
 * Reads `postgres://user@host:5432/database`.
 *
 * @throws InvalidInput invalid-database-url
 */
export function readAddress(url: string): DatabaseAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2) {
    // The text itself may hold a password.
    const what = parsed === null ? 'it is no URL' : 'it names no PostgreSQL database';
    throw new InvalidInput([problem('invalid-database-url', { file: '--database-url' }, what)]);
  }
  return { url, shown: shownAddress(parsed) };
}

function shownAddress({ username, host, pathname, searchParams }: URL): string {
  const user = username === '' ? '' : `${username}@`;
  const socket = searchParams.get('host');
  return `postgres://${user}${host}${pathname}${socket === null ? '' : `?host=${socket}`}`;
}
