import { InvalidInput, type Problem } from '../../problems/problem.ts';

const MOST = 1000;

/** Collects all problems of a file, so that they are shown together; stops at a thousand. */
export class ProblemList {
  readonly problems: Problem[] = [];

  add(found: Problem): void {
    this.problems.push(found);
    if (this.problems.length >= MOST) this.throwIfAny();
  }

  /** @throws InvalidInput with everything found so far */
  throwIfAny(): void {
    if (this.problems.length > 0) throw new InvalidInput(this.problems);
  }
}
