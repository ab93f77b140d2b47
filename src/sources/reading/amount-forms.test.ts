import { describe, expect, it } from 'vitest';
import {
  plain,
  SeparatorsOfFile,
  withEitherSeparator,
  withEitherSeparatorOrThousands,
  withThousands,
} from './amount-forms.ts';

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
    // Nothing but a zero before it: three decimals.
    ['0,125', '0,125', '0.125', '0.125'],
    ['-0,5000', '-0,5000', '-0.5000', '-0.5000'],
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

describe('the amounts of one file', () => {
  const unclearOf = (form: typeof plain, ...texts: string[]) => {
    const separators = new SeparatorsOfFile();
    return texts.map((text) => separators.unclear(text, form) !== null);
  };

  it.each([
    ['thousands of a dot beside a decimal comma', ['295,80', '1.204', '20', '-1.204'], [false, true, false, true]],
    ['a decimal comma after them', ['1.204', '20', '295,80', '295,80'], [false, false, true, false]],
    ['thousands of a comma beside one', ['0,125', '1,204'], [false, true]],
    ['thousands with decimals, which say it themselves', ['295,80', '1.204,50', '1,204.50'], [false, false, false]],
    ['three decimals in a file of dots', ['1.204', '295.80', '1,204.50', '1,204'], [false, false, false, false]],
    ['no thousands', ['295,80', '0.204', '12045', '1.2045'], [false, false, false, false]],
  ])('%s', (_, texts, unclear) => {
    expect(unclearOf(withEitherSeparatorOrThousands, ...texts)).toEqual(unclear);
  });

  it('that are no amounts in their form say nothing of the others', () => {
    expect(unclearOf(withThousands, '295,80', '1.204')).toEqual([false, false]);
    expect(unclearOf(plain, '295,80', '1.204')).toEqual([false, false]);
  });
});
