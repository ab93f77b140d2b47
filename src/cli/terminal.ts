const DEFAULT_WIDTH = 80;

/** How many characters a line for people has; null where it may have any: with --wide. */
export function lineWidth({ wide }: { readonly wide?: boolean | undefined }): number | null {
  if (wide === true) return null;
  return process.stdout.isTTY ? Math.max(DEFAULT_WIDTH, process.stdout.columns) : DEFAULT_WIDTH;
}
