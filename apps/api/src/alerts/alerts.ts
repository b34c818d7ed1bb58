import type { Alert, AlertsQuery, List } from '@twl/contracts';
import { testAlerts, type Actor, type AuditPorts } from '@twl/pipeline';
import { NotFoundError, publicAlert, type AlertStore } from '@twl/ports';
import { ProblemException } from '@twl/platform';
import type { Lists } from '../paging/lists';

/** Reads alerts, and asks for tests of the channels. */
export class Alerts {
  constructor(
    private readonly ports: AuditPorts & { alerts: AlertStore },
    private readonly lists: Lists,
    private readonly channels: readonly string[],
  ) {}

  async list(query: AlertsQuery): Promise<List<Alert>> {
    return this.lists.page('alerts', query, async ({ limit, after, source, rule, state }) => {
      const found = (await this.ports.alerts.list())
        .filter(({ change }) => change > 0)
        .filter((alert) => (source ?? alert.source) === alert.source && (rule ?? alert.rule) === alert.rule)
        .filter((alert) => (state ?? alert.state) === alert.state)
        .map((alert) => ({ alert, position: positionOf(alert) }))
        .sort((a, b) => (a.position < b.position ? -1 : 1));
      const rest = after === undefined ? found : found.filter(({ position }) => position > after);
      const shown = rest.slice(0, limit);
      return { items: shown.map(({ alert }) => publicAlert(alert)), next: rest.length > limit ? (shown.at(-1)?.position ?? null) : null };
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Alert> {
    const alert = await this.ports.alerts.get(id);
    if (!alert || alert.change === 0) throw new NotFoundError('alert', id);
    return publicAlert(alert);
  }

  /** @throws NotFoundError for a channel that is not in the settings, ProblemException if there is none at all */
  async test(channel: string | undefined, by: Actor): Promise<Alert> {
    if (channel !== undefined && !this.channels.includes(channel)) throw new NotFoundError('channel', channel);
    if (this.channels.length === 0) throw noChannels();
    return publicAlert(await testAlerts(this.ports, { channels: channel === undefined ? this.channels : [channel] }, by));
  }
}

const noChannels = (): ProblemException =>
  new ProblemException({
    status: 409,
    code: 'NO_CHANNELS',
    detail: 'the settings of alerts have no channel: add one to the file that ALERTS_FILE names, and start again (docs/alerts.md)',
  });

const latest = 9e15;

/** Sorts firing alerts before resolved ones, then the newest change first. */
const positionOf = ({ state, since, id }: Alert): string =>
  `${state === 'firing' ? 0 : 1}${String(latest - Date.parse(since)).padStart(16, '0')}${id}`;
