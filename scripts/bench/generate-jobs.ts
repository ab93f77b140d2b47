import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const WORKERS = 400;
const SUBSCRIBERS = 20_000;
const MODELS = [
  'flux1-schnell-fp8',
  'z_image_turbo_bf16',
  'wan_v2.2-14b-fp8_t2v',
  'qwen3.6-35b-a3b-gguf-iq4xs',
  'gpt-image-2',
];
const OCTOBER_MS = Date.UTC(2026, 9, 1);
const OCTOBER_LENGTH_MS = 31 * 24 * 3600 * 1000;
const ROWS_AT_A_TIME = 5000;

/**
 * Writes a job log of October 2026 as CSV: workers skewed (few do most), one row in a hundred repeated, some failed,
 * paid otherwise, on a vendor model or self-matched. The same seed gives the same bytes.
 */
export async function generateJobs(path: string, rows: number, seed: number): Promise<void> {
  const random = mulberry32(seed);
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  stream.write(
    'job_id,completed_at,status,payment_model,trialing,worker_wallet,worker_type,subscriber_wallet,model_id,render_spark\n',
  );
  let before = '';
  for (let start = 0; start < rows; start += ROWS_AT_A_TIME) {
    const lines: string[] = [];
    for (let index = start; index < Math.min(start + ROWS_AT_A_TIME, rows); index += 1) {
      const repeated = before !== '' && random() < 0.01;
      before = repeated ? before : jobLine(index, random);
      lines.push(before);
    }
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function jobLine(index: number, random: () => number): string {
  // A cube makes the first workers do most of the work.
  const worker = Math.floor(random() ** 3 * WORKERS);
  const subscriber = random() < 0.001 ? worker : WORKERS + Math.floor(random() * SUBSCRIBERS);
  const status = random() < 0.03 ? 'jobFailed' : 'jobCompleted';
  const payment = random() < 0.1 ? 'paid_spark' : 'subscription';
  const model = random() < 0.001 ? MODELS[4] : MODELS[Math.floor(random() * 4)];
  const instant = new Date(OCTOBER_MS + Math.floor(random() * OCTOBER_LENGTH_MS)).toISOString();
  const spark = `${Math.floor(random() * 90)}.${String(Math.floor(random() * 1_000_000)).padStart(6, '0')}`;
  const id = `job-${String(index).padStart(10, '0')}-${Math.floor(random() * 0xffffffff).toString(16)}`;
  return `${id},${instant},${status},${payment},false,${wallet(worker)},fast,${wallet(subscriber)},${model},${spark}\n`;
}

/** A made-up address in lower case. */
function wallet(number: number): string {
  return `0x${(number * 2_654_435_761 + 97).toString(16).padStart(40, 'a')}`;
}

/** A small seeded generator: the same numbers on any machine. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
