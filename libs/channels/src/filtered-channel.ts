import type { AlertRule, ChannelSettings } from '@twl/contracts';
import { AlertChannel } from '@twl/ports';

/** The settings of a channel of one type. */
export type SettingsOf<Type extends ChannelSettings['type']> = Extract<ChannelSettings, { type: Type }>;

/** A channel that takes the alerts which its settings name. */
export abstract class FilteredChannel<Type extends ChannelSettings['type']> extends AlertChannel {
  constructor(
    readonly name: string,
    protected readonly settings: SettingsOf<Type>,
  ) {
    super();
  }

  accepts({ rule, source }: { rule: AlertRule; source: string | null }): boolean {
    const { rules, sources } = this.settings;
    return (rules?.includes(rule) ?? true) && (source === null || (sources?.includes(source) ?? true));
  }
}
