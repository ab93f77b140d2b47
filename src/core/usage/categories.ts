import { namePattern } from '../text/name-pattern.ts';

/** The categories that patterns name, in the order in which they are tried. */
export const NAMED_CATEGORIES = ['image', 'video', 'music', 'llm'] as const;

/** What a job made, by its model; `other` where no pattern names it. */
export const CATEGORIES = [...NAMED_CATEGORIES, 'other'] as const;

export type Category = (typeof CATEGORIES)[number];

/** Patterns of models by category: `*` stands for any characters; compared without letter case. They decide no figure. */
export type CategoryPatterns = Readonly<Record<(typeof NAMED_CATEGORIES)[number], readonly string[]>>;

/**
 * The families of models that the network names. Qwen's image models are images and its language models are not: the
 * first category that fits counts.
 */
export const USUAL_CATEGORIES: CategoryPatterns = {
  image: ['*image*', 'flux*', 'krea*', 'chroma*', 'sd*', 'stable-diffusion*'],
  video: ['wan*', 'ltx*'],
  music: ['ace-step*', 'ace_step*', 'acestep*'],
  llm: ['qwen*', 'llama*', 'gpt-oss*', 'gemma*', 'mistral*', 'deepseek*'],
};

/** Something of every category. */
export function forEveryCategory<Value>(
  what: (category: Category, position: number) => Value,
): Record<Category, Value> {
  return Object.fromEntries(CATEGORIES.map((category, at) => [category, what(category, at)])) as Record<
    Category,
    Value
  >;
}

/** The category of each model. A model that no pattern names is `other`. */
export function categoriesBy(patterns: CategoryPatterns): (model: string) => Category {
  const tried = NAMED_CATEGORIES.map((category) => {
    const fits = patterns[category].map((pattern) => new RegExp(`^${namePattern(pattern)}$`, 'is'));
    return { category, fits };
  });
  const known = new Map<string, Category>();
  return (model) => {
    const category =
      known.get(model) ?? tried.find(({ fits }) => fits.some((fit) => fit.test(model)))?.category ?? 'other';
    known.set(model, category);
    return category;
  };
}
