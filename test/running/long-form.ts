/**
 * Some tests are worth more time than every change can wait for. Whether they run in full, as before a release
 * (REVSHARE_LONG_TESTS=1), or in the short form that each names, which tries the same things less often.
 */
export const LONG = process.env.REVSHARE_LONG_TESTS === '1';

/** How often something is tried: in the short form, and in the long one. */
export function times(short: number, long: number): number {
  return LONG ? long : short;
}
