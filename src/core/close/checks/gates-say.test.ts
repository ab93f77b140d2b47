import { describe, expect, it } from 'vitest';
import { acknowledgedGate, gateOf, NOT_IN_USE, ok } from '../../../../test/judging/gates-say.ts';
import {
  closeWith,
  finding,
  gateImport,
  gateInput,
  NO_MONTH_FINAL,
  SEPTEMBER,
} from '../../../../test/worlds/gate-input.ts';
import { gross, inMay } from '../../../../test/worlds/movements.ts';
import { RollforwardSum } from '../../deferral/rollforward.ts';
import { addMonths, monthOf } from '../../month/month.ts';
import { DecisionBook } from '../decision.ts';
import { monthGatesOf } from './all-gates.ts';
import type { GateInput, RowAccount } from './gate.ts';
import { listsKept } from './lists-kept.ts';
import { policyUnchanged } from './policy-unchanged.ts';

const DAY_MS = 24 * 3_600_000;
const OCTOBER = Date.UTC(2026, 9, 1);

describe('what the gates of a month say', () => {
  it('where nothing is the matter, in the order in which they are shown', () => {
    const gates = monthGatesOf(gateInput(), new DecisionBook([]));
    expect(gates.map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...['month-over ok', 'earlier-final ok', 'coverage-stripe ok', 'coverage-apple ok', 'coverage-google ok'],
      ...['history ok', 'coverage-job-log ok', 'expected-inputs ok', 'exceptions ok', 'rows-accounted ok'],
      ...['control-totals ok', 'fx ok', 'pool-identity ok', 'deferred-balance ok', 'flux ok', 'lists-kept ok'],
      'policy-unchanged ok',
    ]);
    for (const store of ['stripe', 'apple', 'google']) expect(gateOf(`coverage-${store}`)).toEqual(NOT_IN_USE);
    expect(gateOf('history')).toEqual(ok('nothing in use is sold by the year: no earlier month posts in this one'));
    expect(gateOf('pool-identity')).toEqual(
      ok('parts and dust are the distributable pool; what comes in goes out or is carried on'),
    );
    expect(gateOf('expected-inputs')).toEqual(
      ok('expects of revshare.yaml names no kind of input: what never came is not missed'),
    );
    expect(gateOf('lists-kept')).toEqual(ok('they hold every entry that 2026-09 used'));
    expect(gateOf('policy-unchanged')).toEqual(ok('the policy is that of 2026-09, but for changes with a date'));
    expect(gateOf('rows-accounted')).toEqual(ok('all 0 rows of 0 inputs in force are kept'));
  });

  it('of time and order', () => {
    expect(gateOf('month-over', { asOfMs: OCTOBER + DAY_MS })).toEqual({
      ...{ state: 'blocked', why: '2026-10 runs until the end of 2026-10-31', remedy: 'Wait until the month is over.' },
    });
    const final = (lastFinal: GateInput['books']['lastFinal']) =>
      gateOf('earlier-final', { books: { ...NO_MONTH_FINAL, lastFinal } });
    const remedy = (first: string) => `Months become final in order: finalize ${first} first.`;
    expect(final(SEPTEMBER)).toEqual(ok('all months up to 2026-09 are final'));
    expect(final(addMonths(SEPTEMBER, -1))).toEqual({
      ...{ state: 'blocked', why: '2026-09 is not final', remedy: remedy('2026-09') },
    });
    expect(final(null)).toEqual({
      ...{ state: 'blocked', why: '2026-08 and 2026-09 are not final', remedy: remedy('2026-08') },
    });
    expect(gateOf('earlier-final', { books: NO_MONTH_FINAL, firstMonth: monthOf(2026, 7) })).toEqual({
      ...{ state: 'blocked', why: '2026-07 to 2026-09 are not final', remedy: remedy('2026-07') },
    });
    expect(gateOf('earlier-final', { books: NO_MONTH_FINAL, firstMonth: monthOf(2026, 10) })).toEqual(
      ok('it is the first month'),
    );
  });

  it('of faults of the program', () => {
    const remedy = 'This is a fault of revshare: report it, and do not pay.';
    const close = closeWith({ pool: { parts: [], dust: 1n } });
    expect(gateOf('pool-identity', { close })).toEqual({
      state: 'blocked',
      why: 'the parts sum to 0.000000, distributed is 51.000000; parts 0.000000 and dust 0.000001 are not distributable 51.000000',
      remedy,
    });
    const sum = new RollforwardSum();
    sum.add(inMay());
    sum.add(inMay({ plan: 'other', closing: gross('5') }));
    const deferral = { rollforward: sum.result(null), waterfall: [], mismatches: [] };
    expect(gateOf('deferred-balance', { close: { ...closeWith({}), deferral } })).toEqual(
      ok('75.000000 deferred: postings, remaining schedules and roll-forward agree'),
    );
    const mismatches = ['one', 'two'];
    expect(gateOf('deferred-balance', { close: { ...closeWith({}), deferral: { ...deferral, mismatches } } })).toEqual({
      state: 'blocked',
      why: 'one; two',
      remedy,
    });
  });

  it('of lists and the policy', () => {
    const shrunkLists = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(gateOf('lists-kept', { shrunkLists })).toEqual({
      state: 'open',
      why: 'gone since 2026-09: a; b; c; d; e; and 2 more',
      remedy: 'Put them back, or say why: revshare status 2026-10 --acknowledge-lists "the reason"',
    });
    expect(acknowledgedGate(listsKept(gateInput({ shrunkLists: shrunkLists.slice(0, 5) })), 'sold')).toEqual(
      ok('gone since 2026-09: a; b; c; d; e; acknowledged: sold'),
    );
    expect(gateOf('lists-kept', { shrunkLists, books: NO_MONTH_FINAL })).toEqual(ok('no month is final yet'));
    const undated = Array.from({ length: 12 }, (_, at) => `change ${at}`);
    const acknowledge = 'revshare status 2026-10 --acknowledge-policy "the reason"';
    expect(gateOf('policy-unchanged', { policyChanges: { undated, unknown: null } })).toEqual({
      state: 'open',
      why: `the policy changed after 2026-09, without a date: ${undated.slice(0, 10).join('; ')}; and 2 more`,
      remedy: `Put it back, or under changes: with the month from which it holds, or say why: ${acknowledge}`,
    });
    const ten = { undated: undated.slice(0, 10), unknown: null };
    expect(acknowledgedGate(policyUnchanged(gateInput({ policyChanges: ten })), 'asked')).toEqual(
      ok(`the policy changed after 2026-09, without a date: ${ten.undated.join('; ')}; acknowledged: asked`),
    );
    const unknown = { why: 'it is gone', rules: [] };
    expect(gateOf('policy-unchanged', { policyChanges: { undated, unknown } })).toEqual({
      state: 'open',
      why: 'it is gone',
      remedy: `Name the directory of the final reports with --out, or say why the policy is the right one: ${acknowledge}`,
    });
    expect(gateOf('policy-unchanged', { policyChanges: ten, books: NO_MONTH_FINAL })).toEqual(
      ok('no month is final yet'),
    );
  });

  it('of totals', () => {
    const differences = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const reason = 'revshare status 2026-10 --acknowledge-controls "the reason"';
    const controls = { compared: ['x'], notCompared: ['y', 'z'], unfinished: [], differences };
    expect(gateOf('control-totals', { controls })).toEqual({
      state: 'open',
      why: 'a; b; c; d; e; and 2 more differences; not whole UTC days of one month, and so not compared: y, z',
      remedy: `See reconciliation.csv, and search the rows: revshare reconcile 2026-10 --explain-gap; or say why it is right: ${reason}`,
    });
    const other = { ...controls, compared: [], notCompared: ['y'], differences: [] };
    expect(gateOf('control-totals', { controls: other })).toEqual({
      state: 'open',
      why: 'not whole UTC days of one month, and so not compared: y',
      remedy: `Export them again over whole days of one month, in UTC, with their own file names; or say why it is right: ${reason}`,
    });
    const cut = { ...controls, notCompared: [], unfinished: ['x'], differences: [] };
    expect(gateOf('control-totals', { controls: cut })).toEqual({
      state: 'open',
      why: 'without the totals that end such a file, so that rows may be missing: x',
      remedy: `Download x again, as it is; or say why it is right: ${reason}`,
    });
    expect(gateOf('control-totals', { controls: { ...cut, differences: ['a'] } }).remedy).toContain(
      '--explain-gap. Download x again, as it is; or',
    );
    const five = { ...controls, compared: ['x', 'y'], notCompared: [], differences: differences.slice(0, 5) };
    expect(gateOf('control-totals', { controls: five }).why).toBe('a; b; c; d; e');
    expect(gateOf('control-totals', { controls: { ...five, differences: [] } })).toEqual(ok('they agree: x, y'));
  });

  it('of exceptions and rates', () => {
    const findings = [
      ...[finding('orphan', 'a'), finding('unknown-type', 'b'), finding('orphan', 'c'), finding('orphan', 'd', true)],
    ];
    expect(gateOf('exceptions', { close: closeWith({ findings }) })).toEqual({
      state: 'open',
      why: '3 of 4 open: 2 orphan, unknown-type',
      remedy:
        'revshare exceptions 2026-10 --export FILE, fill in decision and note, then --apply FILE; or mend the inputs.',
    });
    const missing = Array.from({ length: 7 }, (_, at) => finding('fx-missing', `ch_${at}`));
    const said = (count: number) => Array.from({ length: count }, (_, at) => `fx-missing of ch_${at}`).join('; ');
    expect(gateOf('fx', { close: closeWith({ findings: missing }) })).toEqual({
      ...{ state: 'open', why: `${said(5)}; and 2 more`, remedy: 'Add the rates to fx.csv and import it.' },
    });
    expect(gateOf('fx', { close: closeWith({ findings: missing.slice(0, 5) }) }).why).toBe(said(5));
  });

  it('of rows', () => {
    const account = (at: number, changed: Partial<RowAccount> = {}): RowAccount => {
      return { name: `${at}.csv`, rows: 4, kept: 3, inForce: 0, fates: [], ...changed };
    };
    const said = (count: number) =>
      Array.from({ length: count }, (_, at) => `${at}.csv had 4 rows, 3 are kept`).join('; ');
    const lost = Array.from({ length: 7 }, (_, at) => account(at));
    expect(gateOf('rows-accounted', { rowAccounts: lost })).toEqual({
      state: 'open',
      why: `${said(5)}; and 2 more`,
      remedy: 'The data directory was changed: import the files into a new one, or restore it from a copy.',
    });
    expect(gateOf('rows-accounted', { rowAccounts: lost.slice(0, 5) }).why).toBe(said(5));
    const amounts = new Map([
      ['USD', { gross: 2_000_000n, fee: 0n }],
      ['EUR', { gross: -1_000_000n, fee: 5n }],
    ]);
    const dropped = account(1, { kept: 4, inForce: 2, fates: [{ fate: 'none', by: '', rows: 2, amounts }] });
    expect(gateOf('rows-accounted', { rowAccounts: [dropped] })).toEqual({
      state: 'open',
      why: '2 rows of 1.csv became nothing (gross -1.000000, fee 0.000005 EUR; gross 2.000000, fee 0.000000 USD)',
      remedy: 'No rule says what these rows are: a mistake of this program. Report it with the rows, and do not close.',
    });
    const booked = account(1, { kept: 4, inForce: 2, fates: [{ fate: 'booked', by: '', rows: 2, amounts }] });
    expect(gateOf('rows-accounted', { rowAccounts: [booked] })).toEqual(
      ok('all 4 rows of 1 inputs in force are kept; of those of money 2 are booked, 0 left out'),
    );
  });

  it('of inputs that are expected', () => {
    const imports = [gateImport({ kind: 'costs' })];
    const expects = [{ kind: 'payees' }, { kind: 'costs' }, { provider: 'stripe', part: 'EUR' }] as const;
    expect(gateOf('expected-inputs', { imports, expects, onceInForce: ['google-voided', 'costs', 'fx'] })).toEqual({
      state: 'open',
      why: 'no fx is in force any more, and one was before; no google-voided is in force any more, and one was before; no payees is there, and expects names it',
      remedy:
        'Put fx.csv, the google-voided export, payees.csv into the inputs; a file with its header alone says that there is nothing.',
    });
    const both = [...imports, gateImport({ kind: 'payees' })];
    expect(gateOf('expected-inputs', { imports: both, expects })).toEqual(ok('costs, payees: there'));
  });
});
