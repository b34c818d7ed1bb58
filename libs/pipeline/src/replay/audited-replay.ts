import { audited, endOf, type AuditPorts, type Actor } from '../audit/audited';
import { replayStream, type Replayed, type ReplayOptions, type ReplayPorts } from './replay-stream';

/** The name of the audit entry that says how a replay ended; the one that says that it began has the id of the replay. */
export const replayEnd = endOf;

/**
 * {@link replayStream}, written down twice: when it begins, under `id`, and how it ended. So one that was lost on the way can be told. A dry
 * run changes nothing and is not written down. @throws as it does
 */
export const replayAudited = async (
  ports: ReplayPorts & AuditPorts,
  options: ReplayOptions,
  { id, ...by }: Actor & { id: string },
): Promise<Replayed> => {
  if (options.dryRun) return replayStream(ports, options);
  const { source, name } = options.stream;
  const deed = { ...by, action: 'replay', target: `${source}.${name}` } as const;
  return audited(ports, deed, { id, act: () => replayStream(ports, options), tell });
};

const tell = ({ pages, holes, new: added, changed, unchanged, removed, quarantined }: Replayed): string => {
  const sums = `${added} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${quarantined} quarantined`;
  const missing = holes.length > 0 ? `, ${holes.length} not applied` : '';
  return `shown: ${pages} ${pages === 1 ? 'page' : 'pages'}${missing}: ${sums}`;
};
