import { z } from 'zod';

/** What a hook can be called for: a month became final, a batch was released, a run needs a person, a run failed. */
export const HOOK_EVENTS = ['close', 'release', 'refusal', 'failure'] as const;

export type HookEvent = (typeof HOOK_EVENTS)[number];

/** The programs of `hooks`, each with its arguments as they are given to it. */
export interface Hooks {
  readonly programs: { readonly [Event in HookEvent]?: readonly string[] | undefined };
  /** How long one may take. */
  readonly timeoutSeconds: number;
}

const LONGEST = 'must be a number of seconds, 1 to 3600';
const program = z
  .array(z.string({ error: 'must be a text' }).regex(/^[^\0]+$/, 'must not be empty'), {
    error: 'must be a list: the program, then each argument; there is no shell',
  })
  .min(1, 'must name a program')
  .optional();

/** `hooks` of revshare.yaml. */
export const hooksSchema = z
  .strictObject({
    close: program,
    release: program,
    refusal: program,
    failure: program,
    timeout_seconds: z
      .string({ error: LONGEST })
      .regex(/^[1-9]\d{0,3}$/, LONGEST)
      .refine((seconds) => Number(seconds) <= 3600, LONGEST)
      .default('30'),
  })
  .prefault({});

/** Hooks as they are called. */
export function hooksOf({ timeout_seconds: seconds, ...programs }: z.infer<typeof hooksSchema>): Hooks {
  return { programs, timeoutSeconds: Number(seconds) };
}
