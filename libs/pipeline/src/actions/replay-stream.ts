import { defineAction } from '../audit/define-action';
import { replayPages, type Replayed, type ReplayOptions, type ReplayPorts } from '../replay/replay-pages';

/**
 * Applies every stored page of a stream again and shows the result in place of the old records; `previewReplay` only compares.
 * @throws NotFoundError, ReplayLosesError as {@link replayPages}
 */
export const replayStream = defineAction(async (ports: ReplayPorts, { id, ...options }: ReplayOptions & { id?: string }) => {
  const { source, name } = options.stream;
  const perform = (): Promise<Replayed> => replayPages(ports, { ...options, dryRun: false });
  return { id, action: 'replay', target: `${source}.${name}`, perform, describe: describeReplay };
});

const describeReplay = ({ pages, holes, new: added, changed, unchanged, removed, quarantined }: Replayed): string => {
  const sums = `${added} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${quarantined} quarantined`;
  const missing = holes.length > 0 ? `, ${holes.length} not applied` : '';
  return `shown: ${pages} ${pages === 1 ? 'page' : 'pages'}${missing}: ${sums}`;
};
