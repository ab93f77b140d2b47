import { expect, it } from 'vitest';
import { closeWith, finding, gateInput } from '../../../../test/worlds/gate-input.ts';
import { fxPresent } from './fx-present.ts';

it('is open while a rate is missing', () => {
  const findings = [finding('orphan', 'a'), finding('fx-missing', 'ch_1')];
  expect(fxPresent(gateInput({ close: closeWith({ findings }) }))).toMatchObject({
    state: 'open',
    why: 'fx-missing of ch_1',
  });
  expect(fxPresent(gateInput())).toMatchObject({ state: 'ok', why: 'no rate is missing' });
});
