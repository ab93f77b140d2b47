import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../worlds/world.ts';

/** A small file system of its own; null where this user may not mount one. */
export function smallDisk(kilobytes: number): string | null {
  const place = join(scratch(), 'disk');
  mkdirSync(place);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', place]);
  return mounted.status === 0 ? place : null;
}

/** Also while something of it is open. */
export function unmount(place: string): void {
  spawnSync('umount', ['-l', place]);
}

/** Whether a full disk can be tested here; says so where not. */
export function canMount(): boolean {
  const probe = smallDisk(64);
  if (probe === null) process.stderr.write('the full disk is not tested: this user may not mount a tmpfs\n');
  else unmount(probe);
  return probe !== null;
}
