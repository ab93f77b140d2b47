import { describe, expect, it } from 'vitest';
import { plain, withEitherSeparator, withEitherSeparatorOrThousands, withThousands } from './amount-forms.ts';

describe('amounts as an export may write them', () => {
  it.each([
    // as printed, thousands, either separator, either or thousands
    ['1204.50', '1204.50', '1204.50', '1204.50'],
    ['-1,204.50', '-1204.50', '-1204.50', '-1204.50'],
    ['1,234,567.8', '1234567.8', '1234567.8', '1234567.8'],
    ['1,204', '1204', '1,204', '1204'],
    ['295,80', '295,80', '295.80', '295.80'],
    ['-0,5', '-0,5', '-0.5', '-0.5'],
    ['12345,67', '12345,67', '12345.67', '12345.67'],
    ['1.204,50', '1.204,50', '1204.50', '1204.50'],
    ['1\u202f204,50', '1\u202f204,50', '1204.50', '1204.50'],
    // No amount in any form: the reader refuses them.
    ['1,20,450', '1,20,450', '1,20,450', '1,20,450'],
    ['12.34,50', '12.34,50', '12.34,50', '12.34,50'],
    ['295,805', '295805', '295,805', '295805'],
    ['1,2045', '1,2045', '1,2045', '1,2045'],
    [',50', ',50', ',50', ',50'],
  ])('%s', (text, thousands, either, both) => {
    expect(
      [plain, withThousands, withEitherSeparator, withEitherSeparatorOrThousands].map((form) => form(text)),
    ).toEqual([text, thousands, either, both]);
  });
});
