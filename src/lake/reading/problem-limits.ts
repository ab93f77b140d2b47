/** A file with more problems than this is not read to its end: the rest would not help anyone. */
export const MOST_PROBLEMS = 1000;
