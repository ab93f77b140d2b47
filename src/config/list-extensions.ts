import {
  COMPLETED_STATUSES,
  type ListExtensions,
  listedValue,
  NOT_COMPLETED_STATUSES,
  OTHER_PAYMENT_MODELS,
  SUBSCRIPTION_MODELS,
} from '../core/usage/closed-lists.ts';
import type { WrittenConfig } from './schema.ts';

type WrittenUsage = Pick<WrittenConfig['usage'], 'statuses' | 'payment_models'>;

/** What `usage.statuses` and `usage.payment_models` add to the closed lists (R11). */
export function listExtensions({ statuses, payment_models: models }: WrittenUsage): ListExtensions {
  const listed = (values: readonly string[] | undefined): string[] => (values ?? []).map(listedValue).sort();
  return {
    completed: listed(statuses?.completed),
    notCompleted: listed(statuses?.not_completed),
    subscription: listed(models?.subscription),
    notSubscription: listed(models?.not_subscription),
  };
}

/** Values that another list has already: a value has one meaning, and the network's own stays. */
export function twoMeanings({
  statuses,
  payment_models: models,
}: WrittenUsage): { path: (string | number)[]; message: string }[] {
  return [
    ...repeated(
      ['usage', 'statuses'],
      [
        { key: 'completed', own: COMPLETED_STATUSES, added: statuses?.completed },
        { key: 'not_completed', own: NOT_COMPLETED_STATUSES, added: statuses?.not_completed },
      ],
    ),
    ...repeated(
      ['usage', 'payment_models'],
      [
        { key: 'subscription', own: SUBSCRIPTION_MODELS, added: models?.subscription },
        { key: 'not_subscription', own: OTHER_PAYMENT_MODELS, added: models?.not_subscription },
      ],
    ),
  ];
}

interface MeaningList {
  readonly key: string;
  /** The network's. */
  readonly own: readonly string[];
  readonly added: readonly string[] | undefined;
}

function repeated(
  section: readonly string[],
  lists: readonly MeaningList[],
): { path: (string | number)[]; message: string }[] {
  const meaning = new Map(lists.flatMap(({ key, own }) => own.map((value) => [value, `the network's own ${key}`])));
  return lists.flatMap(({ key, added = [] }) =>
    added.flatMap((value, at) => {
      const before = meaning.get(listedValue(value));
      meaning.set(listedValue(value), key);
      if (before === undefined) return [];
      const path = [...section, key, at];
      return [{ path, message: `${section.join('.')}.${key}: ${value} is in the list ${before} already` }];
    }),
  );
}
