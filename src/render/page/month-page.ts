import { formatMonth } from '../../core/month/month.ts';
import type { Sha256 } from '../../core/statement/merkle-proof.ts';
import { documentOf } from './document.ts';
import { html } from './html.ts';
import type { PageFacts } from './page-facts.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { adjustmentsSection } from './sections/adjustments-section.ts';
import { attentionSection } from './sections/attention-section.ts';
import { changeSection } from './sections/change-section.ts';
import { deferredSection } from './sections/deferred-section.ts';
import { leftOutSection } from './sections/left-out-section.ts';
import { monthsSection } from './sections/months-section.ts';
import { plansSection } from './sections/plans-section.ts';
import { poolSection } from './sections/pool-section.ts';
import { summarySection } from './sections/summary-section.ts';
import { walletsSection } from './sections/wallets-section.ts';
import { waysSection } from './sections/ways-section.ts';

/** What the page has, by the name of its heading, in the order in which it is asked. */
const SECTIONS = [
  { id: 'pool', name: 'Pool', of: poolSection },
  { id: 'change', name: 'Change', of: changeSection },
  { id: 'months', name: 'Months', of: monthsSection },
  { id: 'deferred', name: 'Deferred', of: deferredSection },
  { id: 'plans', name: 'Plans', of: plansSection },
  { id: 'by-wallet', name: 'Wallets', of: walletsSection },
  { id: 'left-out', name: 'Left out', of: leftOutSection },
  { id: 'exceptions-and-gates', name: 'Exceptions and gates', of: attentionSection },
  { id: 'adjustments', name: 'Adjustments', of: adjustmentsSection },
  { id: 'ways', name: 'Where figures come from', of: waysSection },
];

/** report.html: the month at a glance, from what its other reports say. */
export function monthPage(facts: PageFacts, hash: Sha256): string {
  const month = formatMonth(facts.close.month);
  const body = html`<main>
${summarySection(facts)}
<nav aria-label="On this page">${SECTIONS.map(({ id, name }) => html`<a href="#${id}">${name}</a>\n`)}</nav>
${SECTIONS.map(({ of }) => html`${of(facts)}\n`)}</main>
<footer class="soft"><p>Made by revshare from the files beside it, whose SHA-256 manifest.json lists with this page’s own.
Nothing is loaded, and nothing leaves the page.</p></footer>`;
  return documentOf(
    { title: `Revenue share ${month}, ${facts.state}`, style: PAGE_STYLE, script: PAGE_SCRIPT, body },
    hash,
  );
}
