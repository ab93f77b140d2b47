import type { Gate } from '../../../core/close/checks/gate.ts';
import { isAcknowledged } from '../../../core/close/decision.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import { openOf, type PageFacts } from '../page-facts.ts';
import { tableOf } from '../table.ts';

/** Exceptions that are listed; the rest stands in exceptions.csv. */
const MOST_EXCEPTIONS = 500;

/** What needs a person: exceptions, open ones first, and the gates. */
export function attentionSection(facts: PageFacts): Html {
  const { exceptions, gates, warnings } = facts;
  const open = openOf(facts);
  const all = [...open, ...exceptions.filter(({ decision }) => decision !== '')];
  const listed = all.slice(0, MOST_EXCEPTIONS);
  const more = all.length === listed.length ? '' : ` The other ${all.length - listed.length} stand in exceptions.csv.`;
  const table = tableOf({
    id: 'exceptions',
    caption: `${open.length} open, ${all.length - open.length} decided (exceptions.csv).${more}`,
    search: 'Find an exception',
    columns: [
      { name: 'State' },
      { name: 'Code' },
      { name: 'Where' },
      { name: 'What', kind: 'prose' },
      { name: 'What to do, or why it was decided', kind: 'prose' },
    ],
    rows: listed.map(({ code, file, line, what, remedy, decision, note }) => [
      decision === '' ? 'open' : decision,
      code,
      placeOf(file, line),
      what,
      decision === '' ? remedy : note,
    ]),
  });
  return html`<section><h2 id="exceptions-and-gates">Exceptions and gates</h2>
${all.length === 0 ? html`<p>There is no exception.</p>` : table}
<p>${warnings} warnings and signals are worth a look and hold nothing up (warnings.csv, signals.csv).</p>
${gates === null ? passedGates(facts) : gateTable(gates)}</section>`;
}

/** An input by name, and the line in it. */
function placeOf(file: string | null, line: number | null): HtmlPart {
  if (file === null) return '–';
  return html`<code>${file}${line === null ? '' : `:${line}`}</code>`;
}

/** Of a final month: all were ok, some because a person gave a reason. */
function passedGates({ close, decisions }: PageFacts): Html {
  const reasons = decisions.all.filter(({ code, month }) => month === close.month && isAcknowledged(code));
  return html`<p>Every gate was ok when the month became final (R15).</p>
${reasons.map(({ code, note, by }) => html`<p>The gate about ${code} was acknowledged by ${by}: ${note}</p>`)}`;
}

function gateTable(gates: readonly Gate[]): Html {
  const held = gates.filter((gate) => gate.state !== 'ok').length;
  return tableOf({
    id: 'gates',
    caption: `${held} of ${gates.length} gates hold the month up`,
    columns: [
      { name: 'Gate' },
      { name: 'State' },
      { name: 'Why', kind: 'prose' },
      { name: 'What to do', kind: 'prose' },
    ],
    rows: gates.map((gate) => [
      gate.name,
      html`<span class="${gate.state}">${gate.state}</span>`,
      gate.why,
      gate.remedy,
    ]),
  });
}
