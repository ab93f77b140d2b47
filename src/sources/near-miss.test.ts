import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/worlds/export-files.ts';
import { KINDS, sourceKinds } from './kinds.ts';
import { nearMissRemedy } from './near-miss.ts';

const HAND_WRITTEN = Object.values(KINDS).flatMap(({ nearMisses }) =>
  nearMisses.flatMap((each) => ('columns' in each ? each : [])),
);

describe('a file that is nearly one that people write by hand', () => {
  it.each([
    ['provider,from,to', 'For coverage.csv write exactly this header: provider,from,to,note'],
    ['Provider,From,To,Comment', 'For coverage.csv write exactly this header: provider,from,to,note'],
    ['provider,first day,last day,note', 'For coverage.csv write exactly this header: provider,from,to,note'],
    [
      'Wallet,Enabled From,Enabled-Until',
      'For participation.csv write exactly this header: wallet,enabled_from,enabled_until',
    ],
    ['date,from,to,usd', 'For fx.csv write exactly this header: date,from,to,rate,source'],
    ['month,description,amount', 'For costs.csv write exactly this header: month,description,amount_usd,months'],
    ['account,provider', 'For subscribers.csv write exactly this header: account,provider,subscription'],
  ])('%s', (header, remedy) => {
    expect(sourceKinds(headOf(`${header}\n`))).toEqual([]);
    expect(nearMissRemedy(headOf(`${header}\n`))).toBe(remedy);
  });

  it.each(HAND_WRITTEN)('$name gets its header when one column of it is misspelt', ({ name, columns }) => {
    const names = columns.map((column) => column.name);
    const misspelt = names.map((column, index) => (index === names.length - 1 ? `${column}s` : column)).join(',');
    expect(nearMissRemedy(headOf(`${misspelt}\n`))).toBe(`For ${name} write exactly this header: ${names.join(',')}`);
  });

  it('gets nothing when it has less than half of any header', () => {
    expect(nearMissRemedy(headOf('provider,first day,last day,comment\n'))).toBeUndefined();
  });
});

describe('what a script saved in place of a file', () => {
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'web page'],
    [
      'an error of Google’s or Stripe’s API',
      '{\n  "error": {"code": 401, "message": "x"}\n}',
      'an error that a service answered',
    ],
    [
      'an error of Apple’s API',
      '{"errors":[{"status":"401","code":"NOT_AUTHORIZED"}]}',
      'an error that a service answered',
    ],
  ])('%s is told as that', (_, text, words) => {
    expect(sourceKinds(headOf(text))).toEqual([]);
    expect(nearMissRemedy(headOf(text))).toContain(words);
  });
});
