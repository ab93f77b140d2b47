import { expect, it } from 'vitest';
import { BLANKS, unpadded } from './unpadded.ts';

it('takes blanks of any width off both ends, and what shows nothing from anywhere', () => {
  expect(unpadded(`${BLANKS}gpt image-2${BLANKS}`)).toBe('gpt image-2');
  expect(unpadded('\ufeffgpt\u200b-im\u00adage-2\u00a0\u200e')).toBe('gpt-image-2');
  expect(unpadded('\u200b\u3000')).toBe('');
  // Letters of any script, and blanks between them, stay.
  expect(unpadded('modèle\u00a0日本')).toBe('modèle\u00a0日本');
});
