/** What a data directory holds is for its owner: 0700 and 0600, whatever the umask is. */
const PRIVATE_UMASK = 0o077;

let ofPerson: number | null = null;

/** From now on everything is made for its owner alone, but what `asReport` makes. For the start of a process. */
export function keepPrivate(): void {
  ofPerson = process.umask(PRIVATE_UMASK);
}

/** The umask that reports are made by; null where nothing is kept private. */
export function umaskOfReports(): number | null {
  return ofPerson;
}

/** Makes reports and other files for people with the modes that they want: by the umask that the program was started with. */
export function asReport<Result>(make: () => Result): Result {
  if (ofPerson === null) return make();
  process.umask(ofPerson);
  try {
    return make();
  } finally {
    process.umask(PRIVATE_UMASK);
  }
}
