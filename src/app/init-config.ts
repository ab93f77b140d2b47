import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_TEMPLATE } from '../config/template.ts';
import { InvalidInput, problem } from '../problems/problem.ts';

/** Writes the template, never over a file that is there. @throws InvalidInput config-exists */
export function initConfig(named: string | null, directory: string): string {
  const path = named ?? join(directory, 'revshare.yaml');
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, CONFIG_TEMPLATE, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new InvalidInput([problem('config-exists', { file: path }, `${path} is there already`)]);
  }
  return path;
}
