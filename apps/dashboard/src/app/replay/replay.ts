import { isNull, type JsonNode, nodeAt, readJson } from '../json/json-node';
import { printJson } from '../json/print-json';

/** One place where a record differs. */
interface Change {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What a replay did, or would do. */
interface ReplayResultView {
  pages: number;
  new: number;
  changed: number;
  unchanged: number;
  removed: number;
  quarantined: number;
  holes: { key: string; detail: string }[];
  samples: { id: string; kind: 'new' | 'changed' | 'removed'; changes: Change[] }[];
}

/** The replay of one stream, and how far it is. */
export interface ReplayView {
  id: string;
  stream: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'unfinished';
  detail?: string;
  finishedAt: string | null;
  progress: { done: number; total: number | null };
  result: ReplayResultView | null;
}

/** The replays in an answer; values in their samples keep every digit. */
export const readReplays = (text: string): ReplayView[] => {
  const root = nodeAt(readJson(text), 'replays');
  return (JSON.parse(text) as { replays: ReplayView[] }).replays.map((replay, i) => exact(replay, nodeAt(root, i)));
};

/** The replay in an answer, likewise. */
export const readReplay = (text: string): ReplayView => exact(JSON.parse(text) as ReplayView, readJson(text));

const exact = (replay: ReplayView, node: JsonNode | undefined): ReplayView => {
  const { result } = replay;
  if (!result) return replay;
  const samples = result.samples.map((sample, i) => ({
    ...sample,
    changes: sample.changes.map(({ path }, j) => {
      const value = (name: string) => printed(nodeAt(node, 'result', 'samples', i, 'changes', j, name));
      return { path, before: value('before'), after: value('after') };
    }),
  }));
  return { ...replay, result: { ...result, samples } };
};

const longest = 120;

const printed = (node: JsonNode | undefined): string | undefined => {
  if (!node) return undefined;
  const text = isNull(node) ? 'null' : printJson(node).replace(/\s*\n\s*/g, ' ');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};
