import { ageMs, type AlertSettings, type SourceAlerts } from '@twl/contracts';

/** Settings of the rules about a source in force; `false` for one that is off. */
export interface SourceRuleSettings {
  failing: { runs: number } | false;
  late: object | false;
  stale: object | false;
  suspect: object | false;
  drift: { changes: 'refused' | 'all' } | false;
  failures: { share: number } | false;
}

/** Settings of the rules about the whole pipeline in force. */
export interface PipelineRuleSettings {
  'dead-letters': object | false;
  'queue-age': { afterMs: number } | false;
  'disk-space': { bytes: number } | false;
  cost: { dollarsPerMonth: number } | false;
  'channel-down': object | false;
}

const megabyte = 1024 * 1024;

const withDefaults = <T extends object>(defaults: T, ...given: (Partial<T> | false | undefined)[]): T | false => {
  let settings: T | false = defaults;
  for (const one of given) {
    if (one === false) settings = false;
    else if (one) settings = { ...(settings || defaults), ...definedIn(one) };
  }
  return settings;
};

const definedIn = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

/** Returns the rules of a source: its own settings, then those of all sources, then the defaults. */
export const rulesOfSource = (all: SourceAlerts, own: SourceAlerts): SourceRuleSettings => ({
  failing: withDefaults({ runs: 3 }, all.failing, own.failing),
  late: withDefaults({}, all.late, own.late),
  stale: withDefaults({}, all.stale, own.stale),
  suspect: withDefaults({}, all.suspect, own.suspect),
  drift: withDefaults({ changes: 'all' as 'refused' | 'all' }, all.drift, own.drift),
  failures: withDefaults({ share: 0.05 }, all.failures, own.failures),
});

/** Returns the rules of the pipeline: its settings, then the defaults. */
export const rulesOfPipeline = (settings: AlertSettings): PipelineRuleSettings => {
  const queueAge = withDefaults({ after: '15m' }, settings['queue-age']);
  const disk = withDefaults({ megabytes: 1024 }, settings['disk-space']);
  return {
    'dead-letters': withDefaults({}, settings['dead-letters']),
    'queue-age': queueAge && { afterMs: ageMs(queueAge.after) },
    'disk-space': disk && { bytes: disk.megabytes * megabyte },
    cost: withDefaults({ dollarsPerMonth: 30 }, settings.cost),
    'channel-down': withDefaults({}, settings['channel-down']),
  };
};
