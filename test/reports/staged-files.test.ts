import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, FEBRUARY, review, smallWorld } from '../worlds/close-world.ts';
import { reconcile, type World } from '../worlds/world.ts';

/* What is staged beside the reports goes away: an hourly run on a full disk would else leave a piece of a page every hour. */

const AUGUST = '2026-08';

const beside = ({ out }: World): string[] => readdirSync(out).sort();

describe('the page over all months', () => {
  it('leaves nothing where it cannot be written', async () => {
    const world = smallWorld();
    mkdirSync(join(world.out, 'index.html', 'something'), { recursive: true });
    const { stderr } = await reconcile(world, { month: AUGUST, asOf: FEBRUARY });
    expect(stderr).toContain('index.html was not written');
    expect(beside(world)).toEqual([AUGUST, 'index.html']);
    rmSync(join(world.out, 'index.html'), { recursive: true });
    await review(world, AUGUST);
    expect(beside(world)).toEqual([AUGUST, 'index.html']);
  });

  it('is cleared of what a run left that died while it wrote it', async () => {
    const world = smallWorld();
    await review(world, AUGUST);
    writeFileSync(join(world.out, '.index.html.new-1'), '<html>');
    await command(world, ['import', world.inputs]);
    expect(beside(world)).toEqual([AUGUST, 'index.html']);
  });
});
