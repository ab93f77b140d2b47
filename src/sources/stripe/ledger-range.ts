const RANGE = /_(\d{4}-\d{2}-\d{2})_to_(\d{4}-\d{2}-\d{2})(?:_([A-Za-z]+-[A-Za-z_-]+))?/;

/**
 * The days that a Stripe report covers, as the Dashboard puts them into its file name, e.g.
 * `..._USD_2026-10-01_to_2026-10-31_Europe-Stockholm.csv`; both days included. Null when the name tells no range.
 */
export function ledgerRangeOfName(
  file: string,
): { readonly from: string; readonly to: string; readonly inUtc: boolean } | null {
  const match = RANGE.exec(file);
  if (match === null) return null;
  const [, from = '', to = '', zone] = match;
  return { from, to, inUtc: zone === undefined || /^Etc-(UTC|GMT)$/i.test(zone) };
}
