import { z } from 'zod';
import { count, month, text, texts } from './values.ts';

const problem = z.strictObject({
  code: text.describe('docs/errors.md'),
  place: z.strictObject({
    file: text,
    line: count.optional(),
    column: count.optional(),
    length: count.optional(),
    excerpt: text.optional(),
    excerptFrom: count.optional(),
  }),
  message: text,
  remedy: text,
});

/** What commands print about the books, and when they fail. */
export const bookDocuments = {
  failure: z
    .strictObject({ exit_code: count.min(2), message: text, problems: z.array(problem) })
    .describe('any command that did not run, wrong arguments among them'),
  init: z.strictObject({ path: text }).describe('init: the file that was written'),
  doctor: z
    .strictObject({
      checks: z.array(
        z.strictObject({ name: text, state: z.enum(['ok', 'warning', 'wrong']), what: text, remedy: text }),
      ),
    })
    .describe('doctor'),
  backup: z
    .strictObject({
      file: text,
      files: count,
      bytes: count,
      months: z.array(month),
      server: text.nullable(),
      damaged: texts,
    })
    .describe('backup FILE'),
  pack: z.strictObject({ logs: count, bytes_before: count, bytes_after: count }).describe('pack'),
  restored: z
    .strictObject({
      data: text,
      source: text,
      months: z.array(month),
      batches: count,
      receipts: count,
      lost: texts.describe('final months whose reports are not there'),
      unknown: texts.describe('what lies among the reports and is not in the books'),
    })
    .describe('restore: what is back, and what is not'),
  verification: z
    .strictObject({
      verified: z.boolean(),
      months: z.array(z.strictObject({ month, files: count, inputs: count, rows: count, clean: z.boolean() })),
      differences: z.array(
        z.strictObject({
          kind: z.enum(['evidence', 'lake', 'report', 'chain', 'database']),
          file: text,
          line: count.nullable(),
          what: text,
        }),
      ),
      notes: texts,
      restored: z
        .array(
          z.discriminatedUnion('done', [
            z.strictObject({ month, done: z.literal('whole') }),
            z.strictObject({ month, done: z.literal('restored'), files: count, aside: text.nullable() }),
            z.strictObject({ month, done: z.literal('refused'), why: text }),
          ]),
        )
        .optional(),
    })
    .describe('verify'),
  statements: z
    .strictObject({ wallets: count, files: count, directory: text })
    .describe('statement --all: what was written'),
  'statement-check': z
    .strictObject({
      file: text,
      holds: z.boolean(),
      wallet: text.nullable(),
      months: z.array(month),
      payments: count,
      differences: texts,
    })
    .describe('verify-statement'),
} as const;
