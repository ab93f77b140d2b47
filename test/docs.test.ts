import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorsPage, exceptionsPage } from '../scripts/docs/pages.ts';
import { PROJECT } from './program.ts';

describe('the pages that are made from the code', () => {
  it.each([
    ['docs/errors.md', errorsPage],
    ['docs/exceptions.md', exceptionsPage],
  ])('%s is current (npm run docs writes it)', (name, page) => {
    expect(readFileSync(join(PROJECT, name), 'utf8')).toBe(page());
  });
});
