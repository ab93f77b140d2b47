/** The last line of a text for people: the command that comes next, such as `owed`. */
export function nextCommand(command: string): string {
  return `\nnext  revshare ${command}\n`;
}
