import type { DuckDBValue } from '@duckdb/node-api';
import type { Month } from '../../core/month/month.ts';
import { CATEGORIES, type Category, categoriesBy, forEveryCategory } from '../../core/usage/categories.ts';
import { reasonOfRule } from '../../core/usage/exclusion-rules.ts';
import {
  type ModelPoints,
  type OwnWork,
  sortedWork,
  type WalletExclusion,
  type WorkerPoints,
} from '../../core/usage/month-work.ts';
import type { MonthLook } from '../../core/usage/usage-look.ts';
import { type Lake, sqlText, wholePoints } from '../engine/duckdb.ts';

/**
 * The month's jobs by worker, by model and by reason, of each wallet; without late credits, which no row shows. DuckDB
 * sorts them, on every core: `sortedWork`, whose order is the one that counts, then finds next to nothing to do.
 */
export async function readWork(
  lake: Lake,
  { month, categories }: Pick<MonthLook, 'month' | 'categories'>,
): Promise<OwnWork> {
  const credited = `WHERE month = ${month} AND rule IS NULL GROUP BY ALL ORDER BY ALL`;
  const sums = 'sum(jobs)::BIGINT AS jobs, sum(points) AS points';
  const categoryOf = categoriesBy(categories);
  await createModelCategories(lake, month, categoryOf);
  const byCategory = CATEGORIES.map(
    (category) => `coalesce(sum(points) FILTER (category = ${sqlText(category)}), 0)`,
  ).join(', ');
  const workers = workersOf(
    await lake.columns(`SELECT wallet, network, nft, ${sums}, ${byCategory}
      FROM tallies JOIN model_categories USING (model) ${credited}`),
  );
  const models = modelsOf(await lake.columns(`SELECT wallet, model, ${sums} FROM tallies ${credited}`), categoryOf);
  const excluded = excludedOf(
    await lake.columns(`
      SELECT wallet, rule, ${sums} FROM tallies
      WHERE month = ${month} AND rule IS NOT NULL AND wallet IS NOT NULL GROUP BY ALL ORDER BY ALL`),
  );
  return sortedWork({ workers, models, excluded });
}

/** `model_categories(model, category)` of the month’s credited jobs, so that the core alone says what a pattern matches. */
async function createModelCategories(lake: Lake, month: Month, categoryOf: (model: string) => Category): Promise<void> {
  const [models = []] = await lake.columns(
    `SELECT DISTINCT model FROM tallies WHERE month = ${month} AND rule IS NULL`,
  );
  const listOf = (texts: readonly string[]): string => `unnest([${texts.map(sqlText).join(', ')}]::VARCHAR[])`;
  const names = models.map(text);
  await lake.run(`CREATE TEMP TABLE model_categories AS
    SELECT ${listOf(names)} AS model, ${listOf(names.map(categoryOf))} AS category`);
}

type Columns = readonly (readonly DuckDBValue[])[];

function workersOf([
  wallets = [],
  networks = [],
  nfts = [],
  jobs = [],
  points = [],
  ...byCategory
]: Columns): WorkerPoints[] {
  return wallets.map((wallet, at) => ({
    wallet: text(wallet),
    network: text(networks[at]),
    nft: text(nfts[at]),
    jobs: Number(jobs[at]),
    points: wholePoints(points[at]),
    byCategory: forEveryCategory((_, position) => wholePoints(byCategory[position]?.[at])),
  }));
}

function modelsOf(
  [wallets = [], models = [], jobs = [], points = []]: Columns,
  categoryOf: (model: string) => Category,
): ModelPoints[] {
  return wallets.map((wallet, at) => {
    const model = text(models[at]);
    const sums = { jobs: Number(jobs[at]), points: wholePoints(points[at]) };
    return { wallet: text(wallet), model, category: categoryOf(model), ...sums };
  });
}

function excludedOf([wallets = [], rules = [], jobs = [], points = []]: Columns): WalletExclusion[] {
  return wallets.map((wallet, at) => {
    return {
      wallet: text(wallet),
      reason: reasonOfRule(Number(rules[at])),
      jobs: Number(jobs[at]),
      points: wholePoints(points[at]),
    };
  });
}

function text(value: DuckDBValue | undefined): string {
  return String(value ?? '');
}
