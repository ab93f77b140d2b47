/** What to do where jobs are lacking, of logs or of a table (usage.source); without a full stop. @param span such as `the month` */
export function importJobLog(span: string): string {
  return `Import the job log of ${span} (of a job table: add its rows)`;
}
