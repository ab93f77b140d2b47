import { hostname, userInfo } from 'node:os';
import type { LockHolder } from '../app/books/opening/workspace.ts';
import { UsageFault } from './usage-fault.ts';

/** How this run shows itself to another that finds the lock taken. The clock is read for that alone. */
export function thisRun(command: string): LockHolder {
  return { pid: process.pid, host: hostname(), command: `revshare ${command}`, since: new Date().toISOString() };
}

/** The name of the system user; a container's user may have none. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Who does something that is kept with a name: as `--by` says, else the system user. @throws UsageFault where --by is blank, as of an empty variable */
export function whoDoes(by: string | undefined): string {
  if (by === undefined) return systemUser();
  if (by.trim() === '') throw new UsageFault('--by names nobody: what is done is kept with who did it');
  return by;
}
