import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Writes a mutant down as soon as it is known that no test finds it: a room takes minutes, and can be stopped. */
export class Survivors {
  constructor(file) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    this.tested = 0;
  }

  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    this.tested += 1;
    if (status === 'Killed' || status === 'Ignored' || status === 'Timeout') return;
    const { line, column } = location.start;
    const place = `${relative(process.cwd(), fileName)}:${line}:${column}`;
    const text = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 120);
    appendFileSync(this.file, `${this.tested} ${status} ${place} ${mutatorName} -> ${text}\n`);
  }
}
