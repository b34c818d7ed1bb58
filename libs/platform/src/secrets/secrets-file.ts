import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { TwlError } from '@twl/ports';

/** The secrets file is unusable: it is missing, other users may read it, or a line is not `NAME=value`. */
export class SecretsFileError extends TwlError {
  readonly code = 'SECRETS_FILE';
  readonly retryable = false;
}

const maxBytes = 1024 * 1024;
const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const quoted = /^(["'])(.*)\1$/;

/** Reads a file of `NAME=value` lines that only its owner may read (mode 0600). @throws SecretsFileError */
export async function readSecretsFile(path: string): Promise<Map<string, string>> {
  const file = await open(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw new SecretsFileError(`the secrets file ${path} cannot be opened`, { cause });
  });
  try {
    await refuseIfOpenToOthers(file, path);
    return parseSecrets(await file.readFile('utf8'), path);
  } finally {
    await file.close();
  }
}

async function refuseIfOpenToOthers(file: FileHandle, path: string): Promise<void> {
  const { mode, size } = await file.stat();
  if (size > maxBytes) throw new SecretsFileError(`the secrets file ${path} is larger than 1 MiB`);
  // Windows has no such permission bits.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  const bits = (mode & 0o777).toString(8).padStart(4, '0');
  throw new SecretsFileError(`the secrets file ${path} is readable by other users (mode ${bits}): run chmod 600 ${path}`);
}

function parseSecrets(text: string, path: string): Map<string, string> {
  const secrets = new Map<string, string>();
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = assignment.exec(line) ?? [];
    // The message omits the line because it may contain a secret.
    if (name === undefined || value === undefined) throw new SecretsFileError(`${path}:${index + 1}: a line must be NAME=value`);
    secrets.set(name.replace(/^TWL_SECRET_/, ''), quoted.exec(value)?.[2] ?? value);
  }
  return secrets;
}
