import { expect, it } from 'vitest';
import { acknowledgedGate } from '../../../../test/judging/gates-say.ts';
import { gateInput } from '../../../../test/worlds/gate-input.ts';
import { controlTotals } from './control-totals.ts';
import type { ControlTotals } from './gate.ts';

const gate = (controls: Partial<ControlTotals>) =>
  controlTotals(
    gateInput({ controls: { compared: [], notCompared: [], unfinished: [], differences: [], ...controls } }),
  );

it('is ok without totals, and when they tie', () => {
  expect(gate({})).toMatchObject({ state: 'ok', why: 'no control totals given' });
  expect(gate({ compared: ['summary.csv'] })).toMatchObject({ state: 'ok', why: 'they agree: summary.csv' });
});

it('names every file without the totals that end it, and asks for each again', () => {
  const gateOf = gate({ unfinished: ['may.txt', 'june.txt'] });
  expect(gateOf).toMatchObject({
    state: 'open',
    why: 'without the totals that end such a file, so that rows may be missing: may.txt, june.txt',
  });
  expect(gateOf).toMatchObject({
    remedy: expect.stringContaining('Download may.txt, june.txt again, as it is; or say'),
  });
});

it('is open when one differs, or was not compared, until a person says why', () => {
  expect(gate({ compared: ['s.csv'], differences: ['s.csv: charge USD differs'] })).toMatchObject({
    state: 'open',
    why: 's.csv: charge USD differs',
  });
  expect(gate({ notCompared: ['summary.csv'] })).toMatchObject({
    state: 'open',
    why: 'not whole UTC days of one month, and so not compared: summary.csv',
  });
  expect(acknowledgedGate(gate({ notCompared: ['summary.csv'] }), 'by hand')).toMatchObject({
    state: 'ok',
    why: 'not whole UTC days of one month, and so not compared: summary.csv; acknowledged: by hand',
  });
});
