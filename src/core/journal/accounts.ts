import { REVENUE_PROVIDERS, type RevenueProvider } from '../close/net-revenue.ts';

/** What an account is for. */
interface RoleOfAccount {
  readonly account: string;
  /** Accounts of income and expenses sum to the month's net revenue; the others carry balances on. */
  readonly kind: 'balance' | 'income';
  /** Whose its entries are, which `{provider}` may name: a store's, a store's or a cost's, or nobody's. */
  readonly of: 'store' | 'store or cost' | 'nobody';
}

/** Every role that the journal books to, with its account unless revshare.yaml names another. */
export const ACCOUNT_ROLES = {
  receivable: { account: 'Assets:Receivable:{provider}', kind: 'balance', of: 'store' },
  prepaid_provider_fees: { account: 'Assets:PrepaidProviderFees:{provider}', kind: 'balance', of: 'store' },
  prepaid_costs: { account: 'Assets:PrepaidCosts', kind: 'balance', of: 'nobody' },
  deferred_revenue: { account: 'Liabilities:DeferredRevenue:{provider}', kind: 'balance', of: 'store' },
  customer_tax: { account: 'Liabilities:CustomerTax:{provider}', kind: 'balance', of: 'store' },
  accrued_costs: { account: 'Liabilities:AccruedCosts', kind: 'balance', of: 'nobody' },
  worker_pool_payable: { account: 'Liabilities:WorkerPool:Payable', kind: 'balance', of: 'nobody' },
  worker_pool_carried: { account: 'Liabilities:WorkerPool:Carried', kind: 'balance', of: 'nobody' },
  subscription_revenue: { account: 'Income:Subscriptions:{provider}', kind: 'income', of: 'store' },
  refunds: { account: 'Income:Refunds:{provider}', kind: 'income', of: 'store' },
  dispute_losses: { account: 'Income:DisputeLosses:{provider}', kind: 'income', of: 'store' },
  restorations: { account: 'Income:Restorations:{provider}', kind: 'income', of: 'store' },
  prior_period: { account: 'Income:PriorPeriod:{provider}', kind: 'income', of: 'store or cost' },
  provider_true_up: { account: 'Income:ProviderTrueUp:{provider}', kind: 'income', of: 'store' },
  provider_fees: { account: 'Expenses:ProviderFees:{provider}', kind: 'income', of: 'store' },
  dispute_fees: { account: 'Expenses:DisputeFees:{provider}', kind: 'income', of: 'store' },
  account_fees: { account: 'Expenses:AccountFees:{provider}', kind: 'income', of: 'store' },
  applicable_costs: { account: 'Expenses:ApplicableCosts', kind: 'income', of: 'nobody' },
  worker_share: { account: 'Expenses:WorkerShare', kind: 'income', of: 'nobody' },
} as const satisfies Readonly<Record<string, RoleOfAccount>>;

export type AccountRole = keyof typeof ACCOUNT_ROLES;

export const ACCOUNT_ROLE_NAMES = Object.keys(ACCOUNT_ROLES) as AccountRole[];

/** How the journal is written: it changes no figure. */
export interface JournalPolicy {
  /** By role, perhaps with `{provider}` in it. */
  readonly accounts: Readonly<Record<AccountRole, string>>;
  /** `charge`: entries for every charge. `summary`: one for all that are equal but for it. */
  readonly detail: 'charge' | 'summary';
}

/** A provider as accounts and entries name it; `costs` stands for costs.csv. */
export const PROVIDER_NAMES: Readonly<Record<RevenueProvider, string>> = {
  stripe: 'Stripe',
  apple: 'Apple',
  google: 'Google',
  costs: 'Costs',
};

const PLACEHOLDER = '{provider}';
const ACCOUNT_NAME = /^(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+$/;
const BALANCE_ROOT = /^(Assets|Liabilities|Equity):/;

/** Why a name cannot be the account of a role, after "must "; null when it can. Beancount's rules: hledger's are wider. */
export function accountFault(role: AccountRole, account: string): string | null {
  const { kind, of } = ACCOUNT_ROLES[role];
  if (of === 'nobody' && account.includes(PLACEHOLDER)) return `not name a ${PLACEHOLDER}: it has none`;
  return nameFault(accountName(account, 'stripe'), kind, ACCOUNT_ROLES[role].account);
}

/** Why a name with nothing left to fill in is no account of a kind, after "must "; null when it is. @param like an account that is one */
export function nameFault(account: string, kind: RoleOfAccount['kind'], like: string): string | null {
  if (!ACCOUNT_NAME.test(account)) {
    return `be an account like ${like}: parts of letters, digits and hyphens, each beginning with a capital or a digit`;
  }
  if (BALANCE_ROOT.test(account) === (kind === 'balance')) return null;
  return kind === 'balance' ? 'begin with Assets, Liabilities or Equity' : 'begin with Income or Expenses';
}

/** The account of a role, for a provider. */
export type AccountOf = (role: AccountRole, provider: RevenueProvider) => string;

/** The accounts that a policy names. */
export function accountsOf({ accounts }: Pick<JournalPolicy, 'accounts'>): AccountOf {
  const names = Object.fromEntries(
    REVENUE_PROVIDERS.map((provider) => [
      provider,
      Object.fromEntries(ACCOUNT_ROLE_NAMES.map((role) => [role, accountName(accounts[role], provider)])),
    ]),
  ) as Record<RevenueProvider, Record<AccountRole, string>>;
  return (role, provider) => names[provider][role];
}

/** Every account that an entry can have, sorted by code unit. */
export function allAccounts(policy: Pick<JournalPolicy, 'accounts'>): string[] {
  const accountOf = accountsOf(policy);
  const names = ACCOUNT_ROLE_NAMES.flatMap((role) => {
    const providers = REVENUE_PROVIDERS.filter(
      (provider) => provider !== 'costs' || ACCOUNT_ROLES[role].of !== 'store',
    );
    return providers.map((provider) => accountOf(role, provider));
  });
  return [...new Set(names)].sort();
}

function accountName(account: string, provider: RevenueProvider): string {
  return account.replaceAll(PLACEHOLDER, PROVIDER_NAMES[provider]);
}

/** The accounts of a revshare.yaml that names none. */
export const DEFAULT_ACCOUNTS = Object.fromEntries(
  ACCOUNT_ROLE_NAMES.map((role) => [role, ACCOUNT_ROLES[role].account]),
) as Record<AccountRole, string>;
