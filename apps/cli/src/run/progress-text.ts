import type { HistoryProgress } from '@twl/contracts';

/** A run that goes on. */
export interface ShownProgress {
  stream: string;
  progress: HistoryProgress;
  /** Since its start, ms. */
  elapsedMs: number;
}

/** What a run has done so far, on one line: only what is there already. */
export const progressText = ({ stream, progress, elapsedMs }: ShownProgress): string => {
  const { pages, applied, requests, records, waiting } = progress;
  const seconds = elapsedMs / 1000;
  const parts = [
    `${seconds.toFixed(0)} s`,
    requests > 0 && `${requests} requests`,
    pages > 0 && (applied < pages ? `${applied} of ${pages} pages` : `${pages} pages`),
    records > 0 && `${records} records`,
    records > 0 && seconds >= 1 && `${Math.round(records / seconds)}/s`,
    waiting && `waits until ${waiting.until.slice(11, 19)} UTC`,
  ];
  return `${stream}: ${parts.filter(Boolean).join(', ')}`;
};
