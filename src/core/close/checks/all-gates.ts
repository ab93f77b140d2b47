import { PROVIDERS, type Provider } from '../../revenue/provider.ts';
import type { DecisionBook } from '../decision.ts';
import { withReasons } from './acknowledged.ts';
import { controlTotals } from './control-totals.ts';
import { coverageApple } from './coverage-apple.ts';
import { coverageGoogle } from './coverage-google.ts';
import { coverageJobLog } from './coverage-job-log.ts';
import { coverageStripe } from './coverage-stripe.ts';
import { deferredBalance } from './deferred-balance.ts';
import { earlierFinal } from './earlier-final.ts';
import { exceptionsDecided } from './exceptions-decided.ts';
import { expectedInputs } from './expected-inputs.ts';
import { flux } from './flux.ts';
import { fxPresent } from './fx-present.ts';
import type { Gate, GateInput } from './gate.ts';
import { history } from './history.ts';
import { listsKept } from './lists-kept.ts';
import { monthOver } from './month-over.ts';
import { policyUnchanged } from './policy-unchanged.ts';
import { poolIdentity } from './pool-identity.ts';
import { rowsAccounted } from './rows-accounted.ts';

/** How each store shows that nothing of the month is missing. */
const COVERAGE_GATES: Readonly<Record<Provider, (input: GateInput) => Gate>> = {
  stripe: coverageStripe,
  apple: coverageApple,
  google: coverageGoogle,
};

/** Every gate, in the order in which `status` shows them. */
const GATES: readonly ((input: GateInput) => Gate)[] = [
  monthOver,
  earlierFinal,
  ...PROVIDERS.map((provider) => COVERAGE_GATES[provider]),
  history,
  coverageJobLog,
  expectedInputs,
  exceptionsDecided,
  rowsAccounted,
  controlTotals,
  fxPresent,
  poolIdentity,
  deferredBalance,
  flux,
  listsKept,
  policyUnchanged,
];

/** Every gate of a month, with the reasons that are in force for what they hold. */
export function monthGatesOf(input: GateInput, decisions: DecisionBook): readonly Gate[] {
  return withReasons(
    GATES.map((gate) => gate(input)),
    decisions,
    input.month,
  );
}
