import { existsSync, readFileSync } from 'node:fs';
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

describe('docs/rules.md', () => {
  it('names rooms that are there', () => {
    const text = readFileSync(join(PROJECT, 'docs/rules.md'), 'utf8');
    const rooms = [...text.matchAll(/`([a-z]+\/[\w/.-]+(?:\.ts|\/))`/g)].map((match) => match[1] ?? '');
    expect(rooms.length).toBeGreaterThan(20);
    expect(rooms.filter((room) => !existsSync(join(PROJECT, 'src', room)))).toEqual([]);
  });
});
