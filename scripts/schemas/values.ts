import { z } from 'zod';

/** Kinds of values that several documents have. */
export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('a UTC month');
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe('a UTC day');
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
  .describe('an instant, ISO 8601, UTC');
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('64 hexadecimal digits');
export const dollars = z
  .string()
  .regex(/^-?\d+\.\d{6}$/)
  .describe('US dollars with six decimals');
export const exact = z
  .string()
  .regex(/^-?\d+\.\d{6,}$/)
  .describe('US dollars, exact, six decimals or more');
export const spark = z
  .string()
  .regex(/^-?\d+\.\d{6}$/)
  .describe('render Spark with six decimals');
export const amount = z
  .string()
  .regex(/^-?\d+\.\d+$/)
  .describe('an amount in the unit that stands beside it');
export const share = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .describe('a part of one');
export const count = z.int().min(0);
export const text = z.string();
export const texts = z.array(text);
export const wallet = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .describe('an address');

/** A gate of a month. */
export const gate = z.strictObject({ name: text, state: z.enum(['ok', 'open', 'blocked']), why: text, remedy: text });
