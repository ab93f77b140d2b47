import { expect, it } from 'vitest';
import { listedValue } from './closed-lists.ts';
import { JOB_EXCLUSION_RULES, reasonOfRule } from './exclusion-rules.ts';
import { sortedWork } from './month-work.ts';

it('a listed value has neither outer blanks nor letter case of ASCII', () => {
  expect(listedValue(' \t\r\n Job Completed\n\r\t ')).toBe('job completed');
  expect(listedValue('AZaz[')).toBe('azaz[');
  // Blanks and letters of other alphabets are part of the value.
  expect(listedValue('\u00a0É\u00a0')).toBe('\u00a0É\u00a0');
});

it('a reason is found by the number of its rule, and no number is taken for credited', () => {
  expect(reasonOfRule(0)).toBe('unknown-status');
  expect(reasonOfRule(JOB_EXCLUSION_RULES.length - 1)).toBe('trial');
  expect(() => reasonOfRule(JOB_EXCLUSION_RULES.length)).toThrow('no rule has the number 11');
});

it('a month’s work is in the order of its keys, wallet first', () => {
  const size = { jobs: 1, points: 1n };
  const worker = (wallet: string, network: string, nft: string) => ({ wallet, network, nft, ...size });
  const workers = [worker('a', 'fast', '1'), worker('a', 'fast', '2'), worker('a', 'mac', '0'), worker('b', '', '')];
  const models = [
    { wallet: 'a', model: 'flux', ...size },
    { wallet: 'a', model: 'wan', ...size },
    { wallet: 'b', model: 'a', ...size },
  ];
  const excluded = [
    { wallet: 'a', reason: 'duplicate', ...size },
    { wallet: 'a', reason: 'trial', ...size },
    { wallet: 'b', reason: 'duplicate', ...size },
  ] as const;
  const work = { workers, models, excluded };
  expect(sortedWork(work)).toEqual(work);
  const reversed = { workers: workers.toReversed(), models: models.toReversed(), excluded: excluded.toReversed() };
  expect(sortedWork(reversed)).toEqual(work);
});
