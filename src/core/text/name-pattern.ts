/** What a pattern of the configuration matches: `*` stands for any characters, the rest for itself; as a source of a RegExp. */
export function namePattern(pattern: string): string {
  return pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
}
