import { checkWritableFile } from '../../../files/named-places.ts';
import { replaceFile } from '../../../files/output-directory.ts';

/** Writes a file that others may read, whole or not at all. @throws InvalidInput no-such-path, unreadable-path */
export function writePublicFile(path: string, text: string): void {
  checkWritableFile(path);
  replaceFile(path, text);
}
