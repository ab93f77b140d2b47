import { expect, it } from 'vitest';
import { coloured } from './colours.ts';

it('colours gates, exceptions and amounts that take away, and nothing where the stream has no colours', () => {
  const text = 'ok       fx  fine\nopen     flux  why\n3 exceptions need a person:\nrefund  -1.50\n';
  expect(coloured(text, 1)).toBe(text);
  expect(coloured(text, 8)).toBe(
    '\u001b[32mok\u001b[0m       fx  fine\n\u001b[33mopen\u001b[0m     flux  why\n' +
      '\u001b[33m3 exceptions need a person:\u001b[0m\nrefund  \u001b[31m-1.50\u001b[0m\n',
  );
});
