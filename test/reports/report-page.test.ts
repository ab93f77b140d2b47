import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, HAS_BROWSER, openPage, startBrowser, tabTo } from '../running/browser.ts';
import { PROJECT } from '../running/program.ts';
import { exampleWorld, reconcile, type World } from '../worlds/world.ts';

/** The page of a month in a real browser. Skipped where none is installed; bin/check installs one where it may. */

const NASTY = '<img src=x onerror=alert(1)>"&';

let world: World;
let page: string;
let browser: Browser;

beforeAll(async () => {
  world = exampleWorld();
  world.write('costs.csv', `${world.read('costs.csv')}2026-10,"${NASTY.replaceAll('"', '""')}",1.00,\n`);
  await reconcile(world);
  page = join(world.out, '2026-10', 'review', 'report.html');
  if (HAS_BROWSER) browser = await startBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
});

it('names what inputs say as text, never as markup', () => {
  const text = readFileSync(page, 'utf8');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;');
  expect(text).not.toContain('<img');
});

describe.skipIf(!HAS_BROWSER)('report.html in Chromium', () => {
  it.each([1200, 360])('asks for nothing, complains of nothing and fits a window %i wide', async (width) => {
    for (const path of [page, join(world.out, 'index.html')]) {
      const opened = await openPage(browser, path, width);
      expect(opened.complaints).toEqual([]);
      expect(opened.requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(path).href]);
      // All of it, not only what the window reaches.
      await opened.page.evaluate(
        "for (const each of document.querySelectorAll('section')) each.style.contentVisibility = 'visible'",
      );
      expect(await ask<number>(opened.page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await opened.page.close();
    }
  });

  it('says first what is distributed', async () => {
    const { page: opened } = await openPage(browser, page);
    // 181.222607 with a cost of 1.00 more, of which workers bear 0.51: pool 181.22260593 - 0.51, and 0.00000107 carried in.
    expect(await ask(opened, "document.querySelector('.hero').textContent")).toBe('180.712607 USD to distribute');
    await opened.close();
  });

  it('sorts by a column from the keyboard, both ways', async () => {
    const { page: opened } = await openPage(browser, page);
    await tabTo(opened, '#wallets th:nth-child(4) button');
    const earned = () =>
      ask<string[]>(opened, "[...document.querySelectorAll('#wallets tbody tr')].map((r) => r.cells[3].textContent)");
    await opened.keyboard.press('Enter');
    const upwards = await earned();
    expect(upwards).toEqual([...upwards].sort((a, b) => Number(a) - Number(b)));
    expect(await ask(opened, "document.activeElement.closest('th').ariaSort")).toBe('ascending');
    await opened.keyboard.press('Enter');
    expect(await earned()).toEqual(upwards.toReversed());
    await opened.close();
  });

  it('finds a wallet from the keyboard', async () => {
    const { page: opened } = await openPage(browser, page);
    await tabTo(opened, '#wallets-search');
    await opened.keyboard.type('0XE90C');
    const shown =
      "[...document.querySelectorAll('#wallets tbody tr')].filter((r) => !r.hidden).map((r) => r.cells[0].textContent)";
    expect(await ask(opened, shown)).toEqual(['0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153']);
    expect(await ask(opened, "document.querySelector('output[for=wallets-search]').textContent")).toBe('1 of 6');
    await opened.close();
  });

  it('has a name for every chart, table and field, and one heading of the first level', async () => {
    const { page: opened } = await openPage(browser, page);
    const tree = await opened.accessibility.snapshot({ interestingOnly: false });
    const nameless: string[] = [];
    const look = (node: NonNullable<typeof tree>): void => {
      if (/^(image|table|searchbox|region|button|link)$/.test(node.role) && !node.name) nameless.push(node.role);
      for (const child of node.children ?? []) look(child);
    };
    if (tree !== null) look(tree);
    expect(nameless).toEqual([]);
    expect(await ask(opened, "document.querySelectorAll('h1').length")).toBe(1);
    await opened.close();
  });

  it.each(['light', 'dark'])('has texts that stand out from the paper, %s', async (scheme) => {
    const { page: opened } = await openPage(browser, page);
    await opened.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    // WCAG 2.2, 1.4.3: 4.5 to 1. Of the colours that carry text.
    const ratios = await ask<Record<string, number>>(opened, CONTRASTS);
    for (const [colour, ratio] of Object.entries(ratios)) expect(ratio, colour).toBeGreaterThanOrEqual(4.5);
    await opened.close();
  });

  it('prints', async () => {
    const { page: opened } = await openPage(browser, page);
    const pdf = await opened.pdf({ format: 'A4' });
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(pdf.byteLength).toBeGreaterThan(20_000);
    await opened.close();
  });
});

describe.skipIf(!HAS_BROWSER)('a page whose script was changed', () => {
  it('does not run it', async () => {
    const changed = join(world.root, 'changed.html');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      changed,
      readFileSync(page, 'utf8').replace("'use strict';", "'use strict'; document.title = 'run';"),
    );
    const opened = await openPage(browser, changed);
    expect(await opened.page.title()).not.toBe('run');
    expect(opened.complaints.join()).toMatch(/Content Security Policy/);
    await opened.page.close();
  });
});

it('reports/example holds the page too', () => {
  expect(readFileSync(join(PROJECT, 'reports/example/report.html'), 'utf8')).toContain('181.22<i>2607</i>');
});

/** Of every text colour its contrast with paper and card, by the formula of WCAG. */
const CONTRASTS = `(() => {
  const probe = document.createElement('p');
  document.body.append(probe);
  const light = (name) => {
    probe.style.color = 'var(' + name + ')';
    const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const pairs = ['--ink', '--soft', '--link'].flatMap((ink) => ['--paper', '--card'].map((on) => [ink, on]));
  return Object.fromEntries(pairs.map(([ink, on]) => [ink + ' on ' + on, ratio(light(ink), light(on))]));
})()`;
