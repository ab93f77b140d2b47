import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** Debian's Chromium: bin/check installs it where it may. Without it the tests of pages are skipped. */
const CHROMIUM = '/usr/bin/chromium';
export const HAS_BROWSER = existsSync(CHROMIUM);

export function startBrowser(): Promise<Browser> {
  return puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page that was opened, with everything that it asked for or complained about. */
export interface OpenedPage {
  readonly page: Page;
  /** Addresses that it asked for, its own among them. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Opens a file in a window of its own. */
export async function openPage(browser: Browser, path: string, width = 1200): Promise<OpenedPage> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewport({ width, height: 800 });
  await page.goto(pathToFileURL(path).href);
  return { page, requests, complaints };
}

/** Presses Tab until the focus stands where it is wanted. @throws Error when the keyboard does not get there */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 400; presses += 1) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

/** What an expression of the page's own script gives. */
export async function ask<Value>(page: Page, expression: string): Promise<Value> {
  return (await page.evaluate(expression)) as Value;
}
