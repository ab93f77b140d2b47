import { expect, it } from 'vitest';
import { closeWith, finding, gateInput } from '../../../../test/worlds/gate-input.ts';
import { exceptionsDecided } from './exceptions-decided.ts';

it('counts what is open, by code, and says how to decide it', () => {
  const findings = [
    finding('job-conflict', 'a'),
    finding('job-conflict', 'b'),
    finding('orphan', 'c'),
    finding('orphan', 'd', true),
  ];
  const gate = exceptionsDecided(gateInput({ close: closeWith({ findings }) }));
  expect(gate).toMatchObject({ state: 'open', why: '3 of 4 open: 2 job-conflict, orphan' });
  expect(gate.remedy).toContain('revshare exceptions 2026-10 --export');
});

it('is ok when all are decided, or there are none', () => {
  const decided = closeWith({ findings: [finding('orphan', 'd', true)] });
  expect(exceptionsDecided(gateInput({ close: decided }))).toMatchObject({ state: 'ok', why: '1 decided, none open' });
  expect(exceptionsDecided(gateInput())).toMatchObject({ state: 'ok', why: 'there are none' });
});
