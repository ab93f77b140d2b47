import { join, resolve } from 'node:path';
import { shownServer } from '../app/books/opening/open-books.ts';
import { DataDirectoryLocked, type LockHolder, LockLost } from '../app/books/opening/workspace.ts';
import { ConnectionLost } from '../problems/connection-lost.ts';
import { OutOfRoom } from '../problems/out-of-room.ts';
import { InvalidInput, type Problem } from '../problems/problem.ts';
import { problemsText } from '../render/terminal/problem-text.ts';
import { printDocument, printNote } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { nativeFailure } from './native-failure.ts';
import { UsageFault } from './usage-fault.ts';

/** What a failure is told with. */
export interface FailureContext {
  readonly json: boolean;
  /** The data and the output directory; null where the command line did not get that far. */
  readonly data: string | null;
  readonly out: string | null;
  readonly databaseUrl?: string | undefined;
}

/** Says what went wrong, on stderr (and as JSON on stdout where asked), and which exit code it is. */
export function reportFailure(error: unknown, context: FailureContext): ExitCode {
  const { text, code } = failureText(error, context);
  const problems = error instanceof InvalidInput ? error.problems : [];
  if (context.json) printFailure(text, code, problems);
  if (problems.length > 0) {
    printNote(`${problemsText(problems)}\nNothing was changed.\n`);
    return code;
  }
  printNote(`error: ${text}\n`);
  return code;
}

/** The document of a command that failed: of an unexpected failure without its stack, which stays on stderr. */
export function printFailure(text: string, code: ExitCode, problems: readonly Problem[] = []): void {
  const [message = ''] = text.split('\n', 1);
  printDocument('failure', { exit_code: code, message, problems });
}

/** A failure in words, and its exit code. */
export function failureText(error: unknown, context: FailureContext): { text: string; code: ExitCode } {
  if (error instanceof InvalidInput) {
    const [first] = error.problems;
    const more = error.problems.length > 1 ? ` (and ${error.problems.length - 1} more problems)` : '';
    return { text: `${first?.code}: ${first?.message}${more}`, code: EXIT.didNotRun };
  }
  if (error instanceof UsageFault) return { text: error.message, code: EXIT.didNotRun };
  if (error instanceof DataDirectoryLocked) {
    return {
      text: `${error.dataDirectory} is locked: ${holderText(error.holder)}. Nothing was changed.`,
      code: EXIT.locked,
    };
  }
  if (error instanceof OutOfRoom) return { text: roomText(error), code: EXIT.didNotRun };
  if (error instanceof ConnectionLost) return { text: `${error.message}. ${AGAIN}`, code: EXIT.failed };
  if (error instanceof LockLost) return { text: error.message, code: EXIT.failed };
  const native = nativeFailure(error);
  if (native !== null) return { text: native, code: EXIT.didNotRun };
  const machine = serverFailure(error, context) ?? machineFailure(error, context);
  if (machine !== null) return machine;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `unexpected failure; nothing is half-written\n${message}`, code: EXIT.failed };
}

function holderText(holder: LockHolder | null): string {
  if (holder === null) return 'another run has just started';
  return `"${holder.command}" runs as process ${holder.pid} on ${holder.host} since ${holder.since}`;
}

/** What a person does about it, by code. */
const ROOM: Readonly<Record<OutOfRoom['code'], string>> = {
  'spill-disk-full':
    'the disk has no room for what the job logs spill there. Free some space, or allow more --memory so that less is spilled',
  'memory-too-small':
    'the job logs need more memory than they may have. Allow more --memory (750MB is usual), or fewer --threads, each of which needs its own',
};

function roomText({ code, directory }: OutOfRoom): string {
  return `${directory}: ${ROOM[code]}. Then run the same command again. Nothing is half-written. (${code})`;
}

const FULL = 'the disk is full. Free some space there and run the same command again';
const FORBIDDEN = 'this user may not write there. Change its permissions or owner, or name another directory';
const READ_ONLY = 'the file system is read-only. Mount it for writing, or name another directory';
const CANNOT_MAKE = 'the directory cannot be made: the file system is read-only or gone. Mount it, or name another one';
const NOT_A_DIRECTORY = 'a part of the path is a file, not a directory. Move it away, or name another directory';
const CANNOT_OPEN = 'the database cannot be opened. Check that the directory exists and this user may write there';
const DAMAGED = 'the database is damaged. Put back a copy of the data directory';
const BUSY = 'the database is in use by a process that does not let go. Run the same command again when it has ended';
const IO = 'the disk failed to read or write. Check it before running again';

/** What the operating system and SQLite answer when the machine is at fault, and what a person does about it. */
const ANSWERS: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  SQLITE_FULL: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: READ_ONLY,
  SQLITE_READONLY: READ_ONLY,
  ENOTDIR: NOT_A_DIRECTORY,
  EEXIST: NOT_A_DIRECTORY,
  EIO: IO,
  SQLITE_IOERR: IO,
  SQLITE_CANTOPEN: CANNOT_OPEN,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_NOTADB: DAMAGED,
  SQLITE_BUSY: BUSY,
};

/** What PostgreSQL and its client answer when the server is at fault; the rest of the SQLSTATEs are bugs. */
const SERVER_ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^(ECONNRESET|EPIPE|ETIMEDOUT|08...|25P0[34]|57P..|CommitUnknown)$/, 'the connection to the database was lost'],
  [/^(40...|55P03)$/, 'another session was in the way, and the database gave up a transaction of this run'],
  [/^57014$/, 'somebody, or a limit of the server, cancelled a statement of this run'],
  [/^53100$/, 'the disk of the database server is full'],
  [/^53...$/, 'the database server has run out of memory or connections'],
  [/^58...$/, 'the database server failed to read or write its files'],
  [/^(42501|25006)$/, 'the database user may not write there, or the server takes no changes'],
];

const AGAIN = 'Nothing is half-written. When that is mended, run the same command again';

/** One sentence for what is the server's fault. Null for anything else, and where there is no server. */
function serverFailure(error: unknown, { data, databaseUrl }: FailureContext): { text: string; code: ExitCode } | null {
  const shown = shownServer({ data: data ?? '', databaseUrl });
  if (shown === null || !(error instanceof Error)) return null;
  const { code = error.name } = error as { code?: string };
  const isLost = /^(Connection terminated|Client has encountered a connection error)/.test(error.message);
  const answer = isLost ? SERVER_ANSWERS[0]?.[1] : SERVER_ANSWERS.find(([codes]) => codes.test(code))?.[1];
  if (answer === undefined) return null;
  const text = `${shown}: ${answer}. ${AGAIN}`;
  return { text: `${text} (${isLost ? error.message : code})`, code: EXIT.failed };
}

/** One sentence for what is the machine's fault: which path, and what to do. Null for anything else. */
function machineFailure(error: unknown, context: FailureContext): { text: string; code: ExitCode } | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  // Node's recursive mkdir says so of a read-only file system.
  const isMkdir = code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall === 'mkdir';
  const answer = isMkdir ? CANNOT_MAKE : (ANSWERS[code] ?? ANSWERS[code.split('_', 2).join('_')]);
  if (answer === undefined) return null;
  const path = pathOf(error, code, context);
  const isInput =
    (code === 'EACCES' || code === 'EPERM') && !isUnder(path, context.data) && !isUnder(path, context.out);
  if (isInput) {
    return { text: `${path} cannot be read: this user may not. Nothing was changed. (${code})`, code: EXIT.didNotRun };
  }
  return { text: `${path}: ${answer}. Nothing is half-written. (${code})`, code: EXIT.failed };
}

/** DuckDB says it in words only. */
function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  if (!/^IO Error/.test(error.message)) return '';
  return /No space left on device/.test(error.message) ? 'ENOSPC' : 'EIO';
}

function pathOf(error: Error, code: string, { data, out }: FailureContext): string {
  const { path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const named = path ?? dest;
  if (named !== undefined) return named;
  if (code.startsWith('SQLITE') && data !== null) return join(data, 'revshare.sqlite');
  const inMessage = /"([^"]*\/[^"]*)"/.exec(error.message)?.[1];
  return inMessage ?? (data === null ? 'the disk' : [data, out].filter((each) => each !== null).join(' or '));
}

function isUnder(path: string, directory: string | null): boolean {
  if (directory === null) return false;
  const [inner, outer] = [resolve(path), resolve(directory)];
  return inner === outer || inner.startsWith(`${outer}/`) || outer.startsWith(`${inner}/`);
}
