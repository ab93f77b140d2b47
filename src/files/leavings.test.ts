import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch } from '../../test/worlds/world.ts';
import { goneWithProcess, isAlive, removeOlderLeavings, unfinishedName } from './leavings.ts';

/** No system gives a process this number. */
const DEAD = 999_999_999;

function place(...names: readonly string[]): { directory: string; at: (name: string) => string } {
  const directory = scratch();
  const at = (name: string): string => join(directory, name);
  for (const name of names) writeFileSync(at(name), name);
  return { directory, at };
}

describe('what dead processes left', () => {
  it('of a name goes before it is made again, and also what is of this process’s number', () => {
    const { directory, at } = place(`a.new-${DEAD}`, `a.new-${process.pid}`, `b.new-${DEAD}`, 'a.new-x', 'a.new-', 'a');
    mkdirSync(at(`a.new-${DEAD - 1}`));
    writeFileSync(at(`a.new-${DEAD - 1}/inside`), '');
    // The parent runs.
    writeFileSync(at(`a.new-${process.ppid}`), '');
    expect(unfinishedName(at('a'), 'new')).toBe(at(`a.new-${process.pid}`));
    expect(readdirSync(directory).sort()).toEqual(
      ['a', 'a.new-', 'a.new-x', `a.new-${process.ppid}`, `b.new-${DEAD}`].sort(),
    );
    expect(unfinishedName(join(directory, 'nowhere', 'a'), 'new')).toBe(
      join(directory, 'nowhere', `a.new-${process.pid}`),
    );
  });

  it('under other names goes when it is a day old, and of the kind that was written', () => {
    const names = [`old.new-${DEAD}`, `young.new-${DEAD}`, `other.new-${DEAD}`, `old.new-${process.ppid}`, 'old'];
    const { directory, at } = place(...names, 'now');
    const dayAgo = Date.now() / 1000 - 86_401;
    for (const name of names.filter((each) => !each.startsWith('young'))) utimesSync(at(name), dayAgo, dayAgo);
    removeOlderLeavings(at('now'), 'new', (path) => !path.includes('other'));
    expect(readdirSync(directory).sort()).toEqual([...names.slice(1), 'now'].sort());
  });

  it('is not of a process that runs', () => {
    expect([isAlive(process.pid), isAlive(process.ppid), isAlive(DEAD), isAlive(0), isAlive(1.5)]).toEqual([
      ...[true, true, false, false, false],
    ]);
  });
});

it('what is not done goes with its process, and stays once it is done', () => {
  const { at } = place('a', 'b');
  const before = new Set(process.listeners('exit'));
  goneWithProcess(at('a'));
  const added = process.listeners('exit').filter((each) => !before.has(each));
  for (const each of added) each(0);
  goneWithProcess(at('b'))();
  for (const each of added) process.off('exit', each);
  expect([existsSync(at('a')), existsSync(at('b'))]).toEqual([false, true]);
  expect(process.listeners('exit')).toEqual([...before]);
});
