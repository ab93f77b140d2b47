import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAnotherValue } from '../../proof/mutations/another-value.ts';
import { Chance } from '../../proof/mutations/chance.ts';
import { mutate } from '../../proof/mutations/operators.ts';
import { Trial } from '../../proof/mutations/try-mutations.ts';
import { scratch } from '../worlds/world.ts';

/** The short form of `npm run proof -- mutations`: some files of every form, always the same mutations. */
const SHORT: readonly (readonly [only: string, mutations: number])[] = [
  ['activity_USD_2026-10', 12],
  ['Subscriber_89990001_20261025', 12],
  ['payees', 8],
  ['jobs-2026-10-a', 10],
];

const root = scratch();
let trial: Trial;
beforeAll(async () => {
  trial = await Trial.begin(root, 20_261_128);
});

describe('hostile files', () => {
  it.each(SHORT)('of %s are refused with their place, the same, or shown', async (only, mutations) => {
    for (let index = 0; index < mutations; index += 1) {
      const { verdict, target, operator, why } = await trial.run(index, only);
      expect(verdict, `${index} ${target} ${operator}: ${why}`).not.toBe('bad');
    }
  });

  it('nothing is written beside the place of the program', async () => {
    const outside = (): string[] => readdirSync(tmpdir()).filter((name) => name.includes('escaped'));
    const before = outside();
    const { verdict } = await trial.run(7, 'wallet-links');
    expect(['refused', 'same', 'shown']).toContain(verdict);
    expect(outside()).toEqual(before);
    expect(readdirSync(root).filter((name) => name.includes('escaped'))).toEqual([]);
  });
});

describe('a mutation', () => {
  it('is the same for the same seed', async () => {
    const plain = Buffer.from('wallet,account\n0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153,acct_1\n');
    const target = { name: 'wallet-links.csv', plain, pack: (bytes: Buffer) => bytes, isText: true };
    const made = async (): Promise<(string | undefined)[]> => {
      const chance = new Chance(3);
      const all: (string | undefined)[] = [];
      for (let index = 0; index < 100; index += 1) all.push((await mutate(target, chance))?.operator);
      return all;
    };
    expect(await made()).toEqual(await made());
  });

  it.each([
    ['an amount for an amount', 'a,20.00,b\n', 'a,21.00,b\n', true],
    ['a comma for a dot', 'a,20.00,b\n', 'a,"20,00",b\n', false],
    ['two values', 'a,20.00,1\n', 'a,21.00,2\n', true],
    ['a word for an amount', 'a,20.00\n', 'a,NaN\n', false],
    ['another day', 'a,2026-10-01\n', 'a,2026-10-02\n', true],
    ['another account', '0x1,acct_ada\n', '0x1,acct_opal\n', true],
    ['no account', '0x1,acct_ada\n', '0x1,\n', false],
    ['a line less', 'a\nb\n', 'a\n', false],
  ])('is another value or not: %s', (_, before, after, expected) => {
    expect(isAnotherValue(Buffer.from(before), Buffer.from(after))).toBe(expected);
  });
});
