import { hostname, userInfo } from 'node:os';
import type { LockHolder } from '../app/books/opening/workspace.ts';

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
