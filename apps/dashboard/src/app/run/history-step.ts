import type { HistoryEvent } from '@twl/contracts';

/** A step of a run in words. */
export interface HistoryStep {
  at: string;
  title: string;
  detail: string;
  level: HistoryEvent['level'];
}

type Fields = HistoryEvent['fields'];

const textOf = (value: Fields[string] | undefined): string => (value === undefined || value === null ? '' : String(value));

/** Steps that people know by other words than those of the log. */
const steps: Readonly<Record<string, { title: string; detail: (fields: Fields) => string }>> = {
  'run.started': { title: 'Started', detail: ({ trigger }) => `by ${textOf(trigger)}` },
  'request.answered': {
    title: 'Request',
    detail: ({ request, status, failure, ms, bytes, attempt }) =>
      [
        textOf(request),
        `→ ${textOf(status ?? failure)}`,
        `${textOf(ms)} ms`,
        bytes === undefined ? '' : `${textOf(bytes)} bytes`,
        Number(attempt) > 1 ? `try ${textOf(attempt)}` : '',
      ]
        .filter((part) => part !== '')
        .join(', ')
        .replace(', →', ' →'),
  },
  'run.waiting': { title: 'Waits', detail: ({ ms, reason }) => `${Number(ms) / 1000} s: ${textOf(reason)}` },
  'page.stored': { title: 'Page stored', detail: ({ pageIndex, bytes }) => `page ${Number(pageIndex ?? 0) + 1}, ${textOf(bytes)} bytes` },
  'page.applied': {
    title: 'Page processed',
    detail: ({ pageIndex, fetched }) => `page ${Number(pageIndex ?? 0) + 1}, ${textOf(fetched)} records`,
  },
  'run.state': {
    title: 'State',
    detail: ({ before, after }) => (before === after ? `unchanged: ${textOf(after)}` : `${textOf(before)} → ${textOf(after)}`),
  },
  'run.fetched': {
    title: 'Fetched',
    detail: ({ state, pages, reason }) => [textOf(state), `${textOf(pages)} pages`, textOf(reason)].filter(Boolean).join(', '),
  },
  'run.closed': { title: 'Closed', detail: ({ state, reason }) => [textOf(state), textOf(reason)].filter(Boolean).join(', ') },
  'history.cut': { title: 'Not kept', detail: ({ dropped }) => `${textOf(dropped)} more steps` },
};

const hidden = ['source', 'stream', 'traceId'];

/** Says a step of a run in words; a step without words of its own has its name and its fields. */
export const describeStep = ({ at, level, event, fields }: HistoryEvent): HistoryStep => {
  const known = Object.hasOwn(steps, event) ? steps[event] : undefined;
  if (known) return { at, level, title: known.title, detail: known.detail(fields) };
  const shown = Object.entries(fields).filter(([name]) => !hidden.includes(name));
  return { at, level, title: event, detail: shown.map(([name, value]) => `${name}=${textOf(value)}`).join(' ') };
};
