import { monthEndMs, monthFromText, monthStartMs } from '../../../core/month/month.ts';
import { productCatalogue } from '../../../core/revenue/plan.ts';
import { earningsRows } from '../../../store/inputs/statement-totals.ts';
import { googleVerdict } from '../../close/reconciliation/reconciliation.ts';
import { type AskedLine, type SidesOfLine, shownRows } from './rows-behind.ts';

/** The plan rows of the UTC month behind a line about Google, and all rows of the month's own files. */
export async function sidesOfGoogle(asked: AskedLine): Promise<SidesOfLine> {
  const { context, line } = asked;
  const text = line.source.slice('earnings '.length);
  const of = monthFromText(text);
  const stretch = { fromMs: monthStartMs(of), beforeMs: monthEndMs(of) };
  const catalogue = productCatalogue(context.policy.plans, context.policy.otherProducts);
  const rows = (await earningsRows(context.db, text.replace('-', ''), stretch, line.currency)).map((row) => {
    return { ...row, what: googleVerdict(catalogue, row) };
  });
  return {
    ours: shownRows(
      asked,
      rows.filter(({ what, inMonth }) => what === 'plan' && inMonth),
    ),
    theirs: shownRows(
      asked,
      rows.filter(({ inFile }) => inFile),
    ),
  };
}
