import { describe, expect, it } from 'vitest';
import { threadsOfEach } from './side-by-side.ts';

describe('the threads that files are read with side by side', () => {
  it('are one where every core has a file of its own up to the end', () => {
    // Two cores: none may be more than a quarter of all.
    expect(threadsOfEach([25, 25, 25, 25], 2)).toBe(1);
    expect(threadsOfEach([26, 25, 25, 25], 2)).toBe(2);
    expect(threadsOfEach(new Array(31).fill(75), 4)).toBe(1);
  });

  it('are all of them where one file is left alone, or there are more cores than files at once', () => {
    expect(threadsOfEach([900], 2)).toBe(2);
    expect(threadsOfEach([900, 1, 1, 1, 1], 2)).toBe(2);
    expect(threadsOfEach(new Array(1000).fill(75), 16)).toBe(16);
  });
});
