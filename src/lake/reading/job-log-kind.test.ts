import { describe, expect, it } from 'vitest';
import { recogniseJobLog } from './job-log-kind.ts';

const kindOf = (text: string) => recogniseJobLog({ text, bytes: Buffer.from(text) });

describe('recogniseJobLog', () => {
  it.each([
    ['csv', 'job_id,status,render_spark\na,completed,1\n'],
    ['csv', 'extra,"worker.address",status,jobID\r\n'],
    ['jsonl', '{"job_id":"a","status":"completed","render_spark":1}\n'],
    ['jsonl', '\n\n  {"id":"a","endTime":1791201600000,"worker":{"address":"0x"}}\n'],
    ['jsonl', `{"id":"a","paymentModel":"subscription","status":"completed","prompt":"${'x'.repeat(1000)}`],
    // A job that never ran may have nothing but an id and a status: the lines after it tell.
    ['jsonl', '{"job_id":"a","status":"failed"}\n{"job_id":"b","status":"completed","render_spark":1}\n'],
    ['jsonl', '{"id":"a","status":"queued"}\n\n{"id":"b","status":"failed"}\n{"id":"c","modelId":"flux","status":"x"}'],
    [null, '{"id":"a","status":"failed"}\n{"id":"b","status":"failed"}\n'],
    [null, '{"id":"a"}\n{"job_id":"b","status":"completed","render_spark":1}\n'],
    ['parquet', 'PAR1....'],
    [null, ''],
    // A job id that says so and a status are a job log (DESIGN.md, section 4); an id and a status are in many exports.
    ['csv', 'job_id,status\n'],
    ['csv', 'Status;jobID\n'],
    ['jsonl', '{"jobId":"a","status":"failed"}\n'],
    [null, 'id,status\n'],
    [null, 'job_id,state\n'],
    [null, '{"job_id":"a","state":"failed"}\n'],
    ['csv', 'job_id;status;render_spark\n'],
    [null, 'id,Amount Due,Status,Tax\n'],
    // A Stripe invoice has an id and a status too.
    [null, '{"id":"in_1","object":"invoice","status":"paid","total":2000}\n'],
    [null, '{"status":"completed","render_spark":1}\n'],
    [null, '[{"job_id":"a","status":"completed","render_spark":1}]\n'],
    [null, '{"note":{"job_id":"a","status":"x","render_spark":1}}\n'],
  ])('says %s of %j', (kind, text) => {
    expect(kindOf(text)).toBe(kind);
  });
});
