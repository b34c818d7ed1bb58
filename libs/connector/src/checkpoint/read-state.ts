import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { isJsonObject } from '@twl/json';
import type { Slice } from '../roles/slice';

const resumeKey = '$resume';

/** A slice that was being read when the read ended, and the last page of it that was handed over. */
export interface ResumePoint {
  slice: Slice;
  /** Token of that page. */
  token: Json;
  /** Digest of the page: the resume point is valid while the same token returns the same records. */
  check: string;
}

/** Where to resume a read that ended early. */
export interface Resume {
  /** Hash of the manifest that the places are of: another one may page differently. */
  manifest: string;
  /** The way that the stream was read, if it has several. */
  variant: string;
  resumePoints: ResumePoint[];
  /** Names of completed slices; only stored if the state itself does not tell. */
  done: string[];
  /** When the read really began, ms since 1970. */
  started?: number;
}

/**
 * Splits a stored cursor into the state in Airbyte's format and the resume point; the resume point is dropped if it belongs to another
 * manifest.
 */
export const splitCursor = (cursor: Json, manifest: string): { state: Json; resume: Resume | undefined } => {
  if (!isJsonObject(cursor) || !(resumeKey in cursor)) return { state: cursor, resume: undefined };
  const { [resumeKey]: saved, ...rest } = cursor;
  const state = Object.keys(rest).length > 0 ? rest : null;
  return { state, resume: isResume(saved) && saved.manifest === manifest ? saved : undefined };
};

const isResume = (saved: unknown): saved is Resume => {
  const { manifest, variant, resumePoints, done } = (saved ?? {}) as Partial<Resume>;
  return typeof manifest === 'string' && typeof variant === 'string' && Array.isArray(resumePoints) && Array.isArray(done);
};

/** A state with the place to go on from. */
export const joinCursor = (state: Json, resume: Resume): Json => ({
  ...(isJsonObject(state) ? state : {}),
  [resumeKey]: JSON.parse(JSON.stringify(resume)) as JsonObject,
});

/** Names a slice, in twelve characters. */
export const sliceKey = (slice: Slice): string =>
  createHash('sha256')
    .update(toCanonicalJson([slice.partition, slice.interval]))
    .digest('base64url')
    .slice(0, 12);
