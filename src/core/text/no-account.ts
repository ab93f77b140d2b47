/**
 * What databases, R, Python, JavaScript and spreadsheets write where there is no account, in the letters that they use: two that
 * have none would be one (R12).
 */
export const NO_ACCOUNT: readonly string[] = [
  ...['\\N', 'NULL', 'null', '(null)', 'NA', 'N/A', '#N/A', 'n/a', 'NaN', 'nan', 'None', 'undefined', '-'],
];
