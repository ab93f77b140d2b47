/** What `import ... from 'revshare'` gives: the rules of the close, without files, books or a clock (docs/api.md). */
export type { Charge, ChargeChange } from './charge.ts';
export {
  type ClosedMonth,
  type Cost,
  closeMonth,
  type Exception,
  type MonthInput,
  type MonthWork,
} from './close-month.ts';
export { type RecognisedMonth, type RecogniseOptions, type RefundRule, recognise } from './recognise.ts';
export { type Split, split, type WalletEarnings, type WalletWork } from './split.ts';
export { type Dollars, type Instant, InvalidValue, type MonthName, type Spark } from './written.ts';
