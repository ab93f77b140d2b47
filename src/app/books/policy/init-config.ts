import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { configTemplate, type TemplateFacts } from '../../../config/template.ts';
import { asReport } from '../../../files/modes.ts';
import { checkWritable, makeDirectory } from '../../../files/named-places.ts';
import { namingPath } from '../../../files/output-directory.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { unusablePath } from '../../../problems/unusable-path.ts';

/** Where `configuration.json` of schemas/ lies, from dist/chunks/, in a clone and in an installed copy. */
const SCHEMA = resolve(import.meta.dirname, '../../schemas/configuration.json');

/**
 * Writes the template, never over a file that is there.
 *
 * @throws InvalidInput config-exists
 */
export function initConfig(named: string | null, directory: string, facts: TemplateFacts): string {
  const path = named ?? join(directory, 'revshare.yaml');
  const schema = relative(resolve(dirname(path)), SCHEMA);
  try {
    checkWritable(dirname(path));
    asReport(() => makeDirectory(dirname(path)));
  } catch (error) {
    throw unusablePath(error, dirname(path)) ?? error;
  }
  try {
    asReport(() => writeFileSync(path, configTemplate(facts, schema), { flag: 'wx' }));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new InvalidInput([problem('config-exists', { file: path }, 'it is there already')]);
    // Made, and not written whole: on a full disk.
    if (syscall === 'write') rmSync(path, { force: true });
    throw unusablePath(error, path) ?? namingPath(error, path);
  }
  return path;
}
