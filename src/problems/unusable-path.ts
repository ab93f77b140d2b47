import { InvalidInput, problem } from './problem.ts';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be opened',
  EPERM: 'it may not be opened',
  EROFS: 'it is on a file system that cannot be written',
  EISDIR: 'it is a directory, and a file is expected',
  ENOTDIR: 'a part of its path is a file, and a directory is expected',
  EEXIST: 'it is a file, and a directory is expected',
  ELOOP: 'it is a symbolic link that leads back to itself',
  ENAMETOOLONG: 'its path is too long',
};

/** A failure of the file system that lies in the path which a person named, as a problem; null for any other failure. */
export function unusablePath(error: unknown, file: string): InvalidInput | null {
  const words = WORDS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return words === undefined ? null : new InvalidInput([problem('unreadable-path', { file }, words)]);
}
