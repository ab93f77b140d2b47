import type { BigIntStats } from 'node:fs';

/** What tells a file from another one, or from what it was: size, times of writing and of change in nanoseconds, and place. */
export function fileIdentity({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino, dev].join(' ');
}
