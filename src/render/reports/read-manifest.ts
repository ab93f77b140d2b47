import type { Decision } from '../../core/close/decision.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import { knownKind } from '../../core/close/inputs/input-kind.ts';
import type { InputOrigin } from '../../core/close/inputs/input-origin.ts';
import type { SharedFeeShare } from '../../core/close/shared-fees.ts';
import { microFromText } from '../../core/money/micro.ts';
import { formatMonth, monthFromText, payoutDue } from '../../core/month/month.ts';
import type { ChainHead } from '../../core/payout/ledger/act-chain.ts';
import { knownProvider } from '../../core/revenue/provider.ts';
import type { PublishedMonth, PublishedShare } from '../../core/statement/month-statement.ts';
import type { Manifest, SaidByManifest } from './manifest-json.ts';

/** An input, as a month is computed again from it. */
export type RecordedInput = Pick<ImportRecord, 'kind' | 'name' | 'sha256' | 'rows' | 'active' | 'origin'>;

/** A manifest.json that is read back. */
export type ReadManifest = ReturnType<typeof readManifest>;

/**
 * Reads manifest.json. Each part is read when it is asked for, and throws by name when it is not what was written: what an
 * earlier version lacks stops only who needs it. Throws when the text is no object of JSON.
 */
export function readManifest(text: string) {
  const manifest = new Members(JSON.parse(text), 'the manifest');
  const payoutDelayDays = (): number =>
    Number(manifest.members('policy').members('pool').text('payout_delay_days', 'count'));
  return {
    /** As it stands there, whatever it is. */
    month: () => String(manifest.at('month')),
    state: () => manifest.text('state'),
    version: () => manifest.text('version'),
    digest: () => manifest.text('digest', 'SHA-256'),
    previousManifest: () =>
      manifest.value('previous_manifest_sha256') === null ? null : manifest.text('previous_manifest_sha256', 'SHA-256'),
    early: () => manifest.value('early') === true,
    /** How far the acts about payouts had come; null where there were none, or its version knew no chain. */
    acts: (): ChainHead | null => {
      if (manifest.at('payout_acts') === undefined) return null;
      const acts = manifest.members('payout_acts');
      return { acts: Number(acts.value('acts')), sha256: acts.text('sha256', 'SHA-256') };
    },
    policy: () => manifest.object('policy'),
    /** What of the policy changes over time; null where nothing does. */
    policyOverTime: () => {
      if (manifest.at('policy_over_time') === undefined) return null;
      const overTime = manifest.members('policy_over_time');
      return { first: overTime.object('first'), changes: overTime.objects('changes') };
    },
    /** Null where the month has none. */
    journal: () => (manifest.at('journal') === undefined ? null : manifest.object('journal')),
    /** How jobs were looked at; null where its version knew only one way. */
    look: () => {
      if (manifest.at('look') === undefined) return null;
      const look = manifest.members('look');
      return { categories: look.object('categories'), signals: look.object('signals') };
    },
    decisions: () => manifest.list('decisions').map(decisionIn),
    inputs: () => manifest.list('inputs').map(inputIn),
    /** What of the inputs every version wrote. */
    namedInputs: () => manifest.list('inputs').map(namedIn),
    files: (): Manifest['files'] =>
      manifest
        .list('files')
        .map((file) => ({ name: file.text('name', 'file name'), sha256: file.text('sha256', 'SHA-256') })),
    statementRoot: () => manifest.members('statements').text('root', 'SHA-256'),
    statements: () => {
      const statements = manifest.members('statements');
      return { root: statements.text('root', 'SHA-256'), leaves: statements.value('leaves') };
    },
    totals: () => manifest.object('totals'),
    payoutDelayDays,
    /** What it says beside what every version's does. */
    says: (): SaidByManifest => {
      return {
        due: manifest.at('payout_due') !== undefined,
        feeShares: manifest.at('fee_shares') !== undefined,
        lastDayRefunds: manifest.object('totals').apple_last_day_refunds_usd !== undefined,
      };
    },
    /** What part of each provider's stand-alone fees counts; none where all of them count whole, or its version did not say. */
    feeShares: (): SharedFeeShare[] =>
      manifest.at('fee_shares') === undefined ? [] : manifest.list('fee_shares').map(feeShareIn),
    /** When the month's payouts are due, `YYYY-MM-DD`: a public.json says it, and a manifest.json does, or it follows from it. Null where its version said neither. */
    payoutDue: (): string | null => {
      if (manifest.at('payout_due') !== undefined) return manifest.text('payout_due');
      try {
        return payoutDue(monthFromText(manifest.text('month')), payoutDelayDays());
      } catch {
        return null;
      }
    },
    published: () => publishedIn(manifest),
    /** Of a public.json the manifest that it was made of; null of a manifest.json. */
    madeOf: () => (manifest.at('manifest_sha256') === undefined ? null : manifest.text('manifest_sha256', 'SHA-256')),
  };
}

/** The SHA-256 with which a manifest lists a report; undefined where it does not list it. */
export function listedHash(files: Manifest['files'], name: string): string | undefined {
  return files.find((file) => file.name === name)?.sha256;
}

function decisionIn(decision: Members): Omit<Decision, 'finalMonth'> {
  return {
    month: monthFromText(decision.text('month')),
    code: decision.text('code') as Decision['code'],
    subject: decision.text('subject'),
    decision: decision.text('decision') as Decision['decision'],
    note: decision.text('note'),
    by: decision.text('by'),
    at: decision.text('at'),
  };
}

function feeShareIn(share: Members): SharedFeeShare {
  return {
    provider: knownProvider(share.text('provider')),
    plansGross: microFromText(share.text('plans_gross', 'amount')),
    allGross: microFromText(share.text('all_gross', 'amount')),
    currency: share.text('currency'),
  };
}

function namedIn(input: Members): Pick<RecordedInput, 'name' | 'sha256'> {
  return { name: input.text('name'), sha256: input.text('sha256', 'SHA-256') };
}

function inputIn(input: Members): RecordedInput {
  return {
    kind: knownKind(input.text('kind')),
    ...namedIn(input),
    rows: Number(input.value('rows')),
    active: input.value('in_force') === true,
    origin: input.at('origin') === undefined ? null : originIn(input.members('origin')),
  };
}

function originIn(origin: Members): InputOrigin {
  return { tool: origin.text('tool'), address: origin.text('address'), time: origin.text('time') };
}

/** The month's figures, as statements rest on them. */
function publishedIn(manifest: Members): PublishedMonth {
  const totals = manifest.members('totals');
  return {
    month: formatMonth(monthFromText(manifest.text('month'))),
    state: manifest.text('state'),
    digest: manifest.text('digest', 'SHA-256'),
    share: shareOf(manifest),
    netRevenueUsd: totals.text('net_revenue_usd', 'amount'),
    poolUsd: totals.text('pool_usd', 'decimal'),
    carriedInUsd: totals.text('carried_in_usd', 'decimal'),
    distributableUsd: totals.text('distributable_usd', 'amount'),
    creditedRenderSpark: totals.text('credited_render_spark', 'amount'),
    ...(totals.at('net_revenue_by_share') === undefined ? {} : { netRevenueByShare: sharesIn(totals) }),
  };
}

/** public.json has it beside the other figures, without the policy that manifest.json has it in. */
function shareOf(manifest: Members): string {
  const holder = manifest.at('share') === undefined ? manifest.members('policy').members('pool') : manifest;
  return holder.text('share', 'decimal');
}

function sharesIn(totals: Members): PublishedShare[] {
  return totals.list('net_revenue_by_share').map((each) => {
    return { share: each.text('share', 'decimal'), netRevenueUsd: each.text('net_revenue_usd', 'amount') };
  });
}

const FORMS = {
  'SHA-256': /^[0-9a-f]{64}$/,
  'file name': /^[\w-][\w.-]*$/,
  amount: /^-?\d+\.\d{6}$/,
  decimal: /^-?\d+(\.\d+)?$/,
  count: /^\d{1,6}$/,
  text: /^/,
} as const;

/** The members of an object of JSON, each of the type that is asked for. */
class Members {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} is no object`);
    this.#members = value as Record<string, unknown>;
    this.#name = name;
  }

  at(member: string): unknown {
    return this.#members[member];
  }

  value(member: string): unknown {
    const value = this.at(member);
    if (value === undefined) throw new Error(`${this.#name} has no ${member}`);
    return value;
  }

  object(member: string): Readonly<Record<string, unknown>> {
    const value = this.value(member);
    if (typeof value !== 'object' || value === null) throw this.#fault(member, 'object');
    return value as Record<string, unknown>;
  }

  members(member: string): Members {
    return new Members(this.value(member), `${member} of ${this.#name}`);
  }

  list(member: string): Members[] {
    return this.objects(member).map((each) => new Members(each, member));
  }

  objects(member: string): Readonly<Record<string, unknown>>[] {
    const value = this.value(member);
    if (!Array.isArray(value)) throw this.#fault(member, 'list');
    return value as Record<string, unknown>[];
  }

  text(member: string, form: keyof typeof FORMS = 'text'): string {
    const value = this.value(member);
    if (typeof value !== 'string') throw this.#fault(member, 'text');
    if (!FORMS[form].test(value)) throw this.#fault(member, form);
    return value;
  }

  #fault(member: string, wanted: string): Error {
    return new Error(`${member} of ${this.#name} is no ${wanted}`);
  }
}
