import { expect, it } from 'vitest';
import { figure } from '../../../../test/judging/outlined.ts';
import { usd as micro, SOURCE } from '../../../../test/worlds/charges.ts';
import { usd } from './amount.ts';
import { type Explanation, explained } from './explanation.ts';
import { wayDown } from './way-down.ts';

function fromExport(label: string, dollars: string): Explanation {
  return explained({ label, amount: usd(micro(dollars)), source: SOURCE });
}

const way = (node: Explanation): string[] => wayDown(node).map(({ label }) => label);

it('goes to the row of an export by the largest part, whatever its sign', () => {
  const parts = [fromExport('small', '2'), fromExport('taken', '-5'), fromExport('middle', '3')];
  expect(way(explained({ label: 'all', amount: usd(0n), parts, factors: [fromExport('factor', '9')] }))).toEqual([
    ...['all', 'taken'],
  ]);
});

it('goes back where a part leads to no row: to the next largest, then to what the formula names', () => {
  const blind = explained({ label: 'blind', amount: usd(micro('5')), parts: [figure('nothing', '5')] });
  const seen = explained({ label: 'seen', amount: usd(micro('1')), parts: [fromExport('row', '1')] });
  expect(way(explained({ label: 'all', amount: usd(micro('6')), parts: [blind, seen] }))).toEqual([
    'all',
    'seen',
    'row',
  ]);
  const factors = [explained({ label: 'a word' }), fromExport('factor', '9'), fromExport('another', '99')];
  expect(way(explained({ label: 'all', amount: usd(micro('5')), parts: [blind], factors }))).toEqual(['all', 'factor']);
});

it('is the figure alone where no row is behind it, or where it is one', () => {
  expect(way(figure('all', '5'))).toEqual(['all']);
  expect(way({ ...fromExport('row', '5'), factors: [fromExport('beside', '1')] })).toEqual(['row']);
});

it('takes what is no figure last among parts', () => {
  const word = explained({ label: 'word', source: SOURCE });
  expect(way(explained({ label: 'all', parts: [word, fromExport('row', '1')] }))).toEqual(['all', 'row']);
});
