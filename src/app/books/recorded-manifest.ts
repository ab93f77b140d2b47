import type { Policy } from '../../config/policy.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Decision } from '../../core/close/decision.ts';
import { type Month, parseMonth } from '../../core/month/month.ts';

/** An input as a manifest names it: what a month is recomputed from. */
export interface RecordedInput {
  readonly kind: string;
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
  readonly inForce: boolean;
}

/** What a final month's manifest.json says, as far as the month can be recomputed from it. */
export interface RecordedManifest {
  readonly version: string;
  readonly digest: string;
  readonly previousManifest: string | null;
  readonly early: boolean;
  readonly policy: Policy;
  readonly decisions: readonly Omit<Decision, 'finalMonth'>[];
  readonly inputs: readonly RecordedInput[];
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** Reads a manifest. Throws when it is none. */
export function readRecordedManifest(text: string): RecordedManifest {
  const manifest = new Fields(JSON.parse(text), 'the manifest');
  const written = manifest.object('policy');
  const journal = manifest.has('journal') ? { journal: manifest.object('journal') } : {};
  return {
    version: manifest.text('version'),
    digest: manifest.hash('digest'),
    previousManifest:
      manifest.value('previous_manifest_sha256') === null ? null : manifest.hash('previous_manifest_sha256'),
    early: manifest.value('early') === true,
    // JSON is YAML, and the policy's scalars are texts. It stays as it was written: newer defaults are no part of it.
    policy: { ...readConfig(JSON.stringify({ ...written, ...journal }), 'manifest.json'), written },
    decisions: manifest.list('decisions').map((each) => ({
      month: monthOf(each.text('month')),
      code: each.text('code') as Decision['code'],
      subject: each.text('subject'),
      decision: each.text('decision') as Decision['decision'],
      note: each.text('note'),
      by: each.text('by'),
      at: each.text('at'),
    })),
    inputs: manifest.list('inputs').map((each) => ({
      kind: each.text('kind'),
      name: each.text('name'),
      sha256: each.hash('sha256'),
      rows: Number(each.value('rows')),
      inForce: each.value('in_force') === true,
    })),
    files: manifest.list('files').map((each) => ({ name: each.fileName('name'), sha256: each.hash('sha256') })),
  };
}

function monthOf(text: string): Month {
  const month = parseMonth(text);
  if (month === null) throw new Error(`"${text}" is no month`);
  return month;
}

/** The fields of an object of JSON, each of the type that is asked for. */
class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #name: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} is no object`);
    this.#fields = value as Record<string, unknown>;
    this.#name = name;
  }

  value(field: string): unknown {
    const value = this.#fields[field];
    if (value === undefined) throw new Error(`${this.#name} has no ${field}`);
    return value;
  }

  has(field: string): boolean {
    return this.#fields[field] !== undefined;
  }

  object(field: string): object {
    const value = this.value(field);
    if (typeof value !== 'object' || value === null) throw new Error(`${field} of ${this.#name} is no object`);
    return value;
  }

  text(field: string): string {
    const value = this.value(field);
    if (typeof value !== 'string') throw new Error(`${field} of ${this.#name} is no text`);
    return value;
  }

  hash(field: string): string {
    const text = this.text(field);
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${field} of ${this.#name} is no SHA-256`);
    return text;
  }

  fileName(field: string): string {
    const text = this.text(field);
    if (!/^[\w-][\w.-]*$/.test(text)) throw new Error(`${field} of ${this.#name} is no file name`);
    return text;
  }

  list(field: string): Fields[] {
    const value = this.value(field);
    if (!Array.isArray(value)) throw new Error(`${field} of ${this.#name} is no list`);
    return value.map((each) => new Fields(each, field));
  }
}
