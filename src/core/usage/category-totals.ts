import type { MicroSpark } from '../money/micro.ts';
import { CATEGORIES, type Category } from './categories.ts';
import type { MonthWork } from './month-work.ts';

/** A month’s credited jobs of one category. */
export interface CategoryTotal {
  readonly category: Category;
  /** How many models they ran. */
  readonly models: number;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/**
 * The month’s own credited jobs by category, each that has any, in the order of the categories: with late credits, whose
 * models no report knows, they sum to what is credited. Empty where the models say no category (a record of an earlier version).
 */
export function categoryTotals({ models }: Pick<MonthWork, 'models'>): CategoryTotal[] {
  return CATEGORIES.map((category) => {
    const own = models.filter((each) => each.category === category);
    return {
      category,
      models: new Set(own.map(({ model }) => model)).size,
      jobs: own.reduce((sum, { jobs }) => sum + jobs, 0),
      points: own.reduce((sum, { points }) => sum + points, 0n),
    };
  }).filter(({ jobs }) => jobs > 0);
}
