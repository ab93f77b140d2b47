/** A file of a backup. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup says of itself: the first file in it. */
export interface BackupList {
  /** ISO instant. */
  readonly madeAt: string;
  /** Of the program. */
  readonly version: string;
  /** The server that has the money state, without a password; null where it is a file of the backup. */
  readonly server: string | null;
  /** Final months with the SHA-256 of their manifests. */
  readonly months: readonly { readonly month: string; readonly manifestSha256: string }[];
  readonly files: readonly BackupFile[];
}

/** Its name in the archive. */
export const BACKUP_LIST = 'backup.json';

export function backupJson({ madeAt, version, server, months, files }: BackupList): string {
  const document = {
    revshare_backup: 1,
    made_at: madeAt,
    version,
    server,
    months: months.map(({ month, manifestSha256 }) => ({ month, manifest_sha256: manifestSha256 })),
    files,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads it back. Throws when it is none. */
export function readBackupJson(text: string): BackupList {
  const document = JSON.parse(text) as Record<string, unknown>;
  const { revshare_backup: layout, made_at: madeAt, version, server, months, files } = document;
  if (layout !== 1) throw new Error('it is no list of a backup that this version knows');
  const isText = typeof madeAt === 'string' && typeof version === 'string';
  if (!isText || !Array.isArray(months) || !Array.isArray(files)) throw new Error('its list is not whole');
  return {
    madeAt,
    version,
    server: typeof server === 'string' ? server : null,
    months: (months as { month: unknown; manifest_sha256: unknown }[]).map((each) => {
      return { month: String(each.month), manifestSha256: String(each.manifest_sha256) };
    }),
    files: (files as Record<keyof BackupFile, unknown>[]).map(({ name, bytes, sha256 }) => {
      return { name: String(name), bytes: Number(bytes), sha256: String(sha256) };
    }),
  };
}
