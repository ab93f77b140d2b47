import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';

/** A file system of its own, which can be made full. */
export interface Disk {
  /** Leaves so many kilobytes. */
  readonly leave: (kilobytes: number) => void;
  readonly roomy: () => void;
  readonly unmount: () => void;
}

/** Null where this user may not mount one. */
export function mountDisk(place: string): Disk | null {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', place]).status !== 0) return null;
  const size = (kilobytes: number): void => {
    const { status, stderr } = spawnSync('mount', ['-o', `remount,size=${kilobytes}k`, place], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  return {
    leave: (kilobytes) => {
      const { blocks, bfree, bsize } = statfsSync(place);
      size(Math.ceil(((blocks - bfree) * bsize) / 1024) + kilobytes);
    },
    roomy: () => size(524_288),
    unmount: () => void spawnSync('umount', ['-l', place]),
  };
}
