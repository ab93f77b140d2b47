import { z } from 'zod';

/** The books that the journal can be written for. */
export const JOURNAL_FORMS = ['quickbooks', 'xero'] as const;

export type JournalForm = (typeof JOURNAL_FORMS)[number];

/** How accounts of the journal are called in other books; null where the configuration does not say. */
export interface JournalForms {
  readonly quickbooks: FormAccounts | null;
  readonly xero: (FormAccounts & { readonly taxRate: string }) | null;
}

export interface FormAccounts {
  /** By the journal's own name, such as `Assets:Receivable:Stripe`. */
  readonly accounts: Readonly<Record<string, string>>;
}

const name = z.string({ error: 'must be a text' }).regex(/\S/, 'must not be empty');
const accounts = z.record(name, name, { error: 'must name an account for each account of the journal' });

/** `journal.quickbooks` of revshare.yaml. */
export const quickbooksSchema = z.strictObject({ accounts }).optional();

/** `journal.xero`: Xero wants a tax rate on every line, by its name there. */
export const xeroSchema = z.strictObject({ accounts, tax_rate: name }).optional();

/** Both, as they are asked. */
export function journalForms(
  quickbooks: z.infer<typeof quickbooksSchema>,
  xero: z.infer<typeof xeroSchema>,
): JournalForms {
  return {
    quickbooks: quickbooks ?? null,
    xero: xero === undefined ? null : { accounts: xero.accounts, taxRate: xero.tax_rate },
  };
}
