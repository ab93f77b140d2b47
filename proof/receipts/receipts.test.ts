import { describe, expect, it } from 'vitest';
import { times } from '../../test/running/long-form.ts';
import { RECEIPTS_FILES } from './forms.ts';
import { judgeFile } from './judge-file.ts';
import { tryReceipts } from './try-file.ts';

describe('hostile files of receipts', () => {
  it('the true file of every form pays its batch', async () => {
    for (const file of RECEIPTS_FILES) {
      expect([file.name, (await judgeFile(file, Buffer.from(file.text))).verdict]).toEqual([file.name, 'same']);
    }
  });

  it('a line that is gone is never left open in silence', async () => {
    const [own] = RECEIPTS_FILES;
    if (own === undefined) throw new Error('there is no form');
    const withoutFirst = own.text.split('\n').toSpliced(1, 1).join('\n');
    expect(await judgeFile(own, Buffer.from(withoutFirst))).toEqual({ verdict: 'refused', why: 'receipts' });
  });

  it('are refused, or record what the true file does, or say what is not paid', async () => {
    const bad: string[] = [];
    for (let index = 0; index < times(300, 10_000); index += 1) {
      const tried = await tryReceipts(1, index);
      if (tried?.verdict === 'bad') bad.push(`${index} ${tried.file} ${tried.operator}: ${tried.why}`);
    }
    expect(bad).toEqual([]);
  });
});
