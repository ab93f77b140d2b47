import { DAY_MS, HOUR_MS } from '../../month/durations.ts';
import { type Month, monthEndMs, monthStartMs } from '../../month/month.ts';
import type { JobGap, JobHour } from './gate.ts';

/**
 * A day or an hour is told when it has less than a tenth of what is usual, and usual is a hundred rows or more: by chance
 * that never happens, whatever the log, and a small log has no rhythm to fall out of. Usual is the median of the month's
 * days, and for an hour the median of the same hour of the same weekday: nights and weekends are quiet by habit.
 */
const USUAL_ROWS = 100;
const FRACTION = 10;

const HOURS_OF_WEEK = 7 * 24;

/** Stretches that fall far below the log's own rhythm, in order, ms UTC; hours within such a day are not told again. */
export function quietStretches(month: Month, hours: readonly JobHour[], untilMs: number): JobGap[] {
  const [startMs, endMs] = [monthStartMs(month), Math.min(monthEndMs(month), untilMs)];
  const days = quiet(rowsBy(hours, startMs, endMs, DAY_MS), () => 0).map((at) => stretch(startMs, at, DAY_MS));
  const single = quiet(rowsBy(hours, startMs, endMs, HOUR_MS), (at) => at % HOURS_OF_WEEK)
    .map((at) => stretch(startMs, at, HOUR_MS))
    .filter(({ fromMs }) => !days.some((day) => day.fromMs <= fromMs && fromMs < day.untilMs));
  return joined([...days, ...single].sort((a, b) => a.fromMs - b.fromMs));
}

/** The rows of each whole stretch of a length, from the month's start. */
function rowsBy(hours: readonly JobHour[], startMs: number, endMs: number, lengthMs: number): number[] {
  const rows = new Array<number>(Math.max(0, Math.floor((endMs - startMs) / lengthMs))).fill(0);
  for (const hour of hours) {
    const at = Math.floor((hour.atMs - startMs) / lengthMs);
    const known = rows[at];
    if (known !== undefined) rows[at] = known + hour.rows;
  }
  return rows;
}

/** Which stretches have less than a tenth of the median of their like. */
function quiet(rows: readonly number[], likeOf: (at: number) => number): number[] {
  const alike = new Map<number, number[]>();
  for (const [at, count] of rows.entries()) {
    const like = alike.get(likeOf(at));
    if (like === undefined) alike.set(likeOf(at), [count]);
    else like.push(count);
  }
  const usual = new Map([...alike].map(([like, counts]) => [like, medianOf(counts)]));
  return [...rows.entries()]
    .filter(([at, count]) => {
      const median = usual.get(likeOf(at)) ?? 0;
      return median >= USUAL_ROWS && count * FRACTION < median;
    })
    .map(([at]) => at);
}

/** The middle one; the lower of two (of an even count). */
function medianOf(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function stretch(startMs: number, at: number, lengthMs: number): JobGap {
  return { fromMs: startMs + at * lengthMs, untilMs: startMs + (at + 1) * lengthMs };
}

function joined(stretches: readonly JobGap[]): JobGap[] {
  const all: { fromMs: number; untilMs: number }[] = [];
  for (const { fromMs, untilMs } of stretches) {
    const last = all.at(-1);
    if (last !== undefined && last.untilMs === fromMs) last.untilMs = untilMs;
    else all.push({ fromMs, untilMs });
  }
  return all;
}
