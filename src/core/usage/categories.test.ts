import { describe, expect, it } from 'vitest';
import { categoriesBy, forEveryCategory, USUAL_CATEGORIES } from './categories.ts';
import { categoryTotals } from './category-totals.ts';

describe('the category of a model', () => {
  it('is the first that a pattern gives it, without letter case', () => {
    const categoryOf = categoriesBy({ image: ['*Image*'], video: ['wan?'], music: ['a.b*'], llm: ['qwen*'] });
    const models = ['qwen-image-2512', 'QWEN3', 'wan?', 'wan1', 'a.b', 'axb', ''];
    expect(models.map(categoryOf)).toEqual(['image', 'llm', 'video', 'other', 'music', 'other', 'other']);
  });

  it('is known of the models that the network names, where revshare.yaml says nothing', () => {
    const categoryOf = categoriesBy(USUAL_CATEGORIES);
    const named = {
      image: [
        'z_image_turbo_bf16',
        'krea-2-turbo',
        'chroma-v.46-flash_fp8',
        'qwen_image_edit_2511',
        'flux1-schnell-fp8',
        'sdxl',
      ],
      video: ['wan_v2.2-14b-fp8_t2v', 'ltx-2.3-dev'],
      music: ['ace-step-1.5-xl-turbo', 'ace_step_v1.5_sft'],
      llm: ['qwen3.6-35b-a3b-gguf-iq4xs'],
      other: ['seedance-2', 'coreml-cyber'],
    };
    for (const [category, models] of Object.entries(named)) {
      expect(models.map(categoryOf)).toEqual(models.map(() => category));
    }
  });
});

it('something of every category has each, with its position', () => {
  expect(forEveryCategory((category, at) => `${at} ${category}`)).toEqual({
    ...{ image: '0 image', video: '1 video', music: '2 music', llm: '3 llm', other: '4 other' },
  });
});

describe('the totals of a month by category', () => {
  it('count each model once, and leave out what a record of an earlier version does not know', () => {
    const size = { jobs: 2, points: 3n };
    const models = [
      { wallet: '0xa', model: 'flux', category: 'image', ...size } as const,
      { wallet: '0xb', model: 'flux', category: 'image', ...size } as const,
      { wallet: '0xb', model: 'sdxl', category: 'image', ...size } as const,
      { wallet: '0xb', model: 'new', category: 'other', ...size } as const,
    ];
    expect(categoryTotals({ models })).toEqual([
      { category: 'image', models: 2, jobs: 6, points: 9n },
      { category: 'other', models: 1, jobs: 2, points: 3n },
    ]);
    expect(categoryTotals({ models: [{ wallet: '0xa', model: 'flux', ...size }] })).toEqual([]);
  });
});
