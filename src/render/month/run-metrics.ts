/** What of a run's line becomes metrics. Null, or not there: not known, and so no metric. */
export interface MeasuredRun {
  readonly version: string;
  /** Seconds since 1970. */
  readonly endedAt: number;
  readonly durationSeconds: number;
  readonly exitCode: number;
  /** Null when the run did not get as far as its month's figures. */
  readonly month: MeasuredMonth | null;
}

/** Figures of the month of a run; amounts are decimal texts in dollars. */
export interface MeasuredMonth {
  readonly month: string;
  readonly state: string;
  readonly netRevenueUsd: string;
  readonly poolUsd: string;
  readonly distributedUsd: string;
  readonly finalized: boolean;
  readonly openExceptions: Readonly<Record<string, number>>;
  readonly gatesNotOk: readonly string[];
  /** Null when the run had no --inputs, and so looked at none. */
  readonly imported: { readonly taken: number; readonly passedOver: number } | null;
  readonly overdueUsd: string;
  readonly overdueWallets: number;
}

/** A series: its labels and its value. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: string];

/** A run as Prometheus text for node_exporter's textfile collector. Each metric is a gauge: the file says how it is now. */
export function metricsText(run: MeasuredRun): string {
  return [...aboutRun(run), ...(run.month === null ? [] : aboutMonth(run.month))].join('');
}

function aboutRun({ version, endedAt, durationSeconds, exitCode }: MeasuredRun): string[] {
  return [
    gauge('run_info', 'The version that ran.', [[{ version }, '1']]),
    gauge('run_end_timestamp_seconds', 'When the last run ended.', [[{}, endedAt.toFixed(3)]]),
    gauge('run_duration_seconds', 'How long it took.', [[{}, durationSeconds.toFixed(3)]]),
    gauge('run_exit_code', 'How it ended: 0 done, 1 a person is needed, 2 did not run, 3 failed, 4 locked.', [
      [{}, String(exitCode)],
    ]),
  ];
}

function aboutMonth(figures: MeasuredMonth): string[] {
  const { month, state, openExceptions, gatesNotOk, imported } = figures;
  const [of, inState] = [{ month }, { month, state }];
  const codes = Object.entries(openExceptions);
  const total = codes.reduce((sum, [, count]) => sum + count, 0);
  return [
    gauge('net_revenue_usd', 'Net revenue of the month.', [[inState, figures.netRevenueUsd]]),
    gauge('pool_usd', 'The pool of the workers in the month.', [[inState, figures.poolUsd]]),
    gauge('distributed_usd', 'What of it goes to wallets.', [[inState, figures.distributedUsd]]),
    gauge('month_final', '1 when the month is final.', [[of, figures.finalized ? '1' : '0']]),
    gauge('exceptions_open', 'Exceptions without a decision.', [[of, String(total)]]),
    gauge(
      'exceptions_open_by_code',
      'The same by code; a code without any has no series.',
      codes.map(([code, count]) => [{ month, code }, String(count)]),
    ),
    gauge('gates_not_ok', 'Gates that are not ok.', [[of, String(gatesNotOk.length)]]),
    gauge(
      'gate_not_ok',
      '1 for each gate that is not ok; a gate that is has no series.',
      gatesNotOk.map((gate) => [{ month, gate }, '1']),
    ),
    ...(imported === null ? [] : aboutImport(imported)),
    gauge('overdue_usd', 'What was due and is not receipted, of all months.', [[{}, figures.overdueUsd]]),
    gauge('overdue_wallets', 'How many wallets wait for it.', [[{}, String(figures.overdueWallets)]]),
  ];
}

function aboutImport({ taken, passedOver }: NonNullable<MeasuredMonth['imported']>): string[] {
  return [
    gauge('inputs_imported', 'Inputs that were new to the run.', [[{}, String(taken)]]),
    gauge('inputs_passed_over', 'Files of a kind that is known and not used.', [[{}, String(passedOver)]]),
  ];
}

/** Nothing for a metric without a series: HELP and TYPE alone would say nothing. */
function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const full = `revshare_${name}`;
  const series = samples.map(([labels, value]) => `${full}${labelText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${series.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** By the text format of Prometheus: backslash, quote and line feed of a label's value. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
