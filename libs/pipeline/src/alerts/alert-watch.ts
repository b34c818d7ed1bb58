import { ageMs, type AlertEvidence, type AlertSettings } from '@twl/contracts';
import type { AlertChannel, AlertStore, Source, SourceCatalog, SourcePauses, StoredAlert } from '@twl/ports';
import type { DriftPorts } from '../drift/list-drift';
import { rulesOfPipeline, rulesOfSource } from './rules/rule-settings';
import { collectEvidence, runEvidence } from './collect-evidence';
import { alertId, isSameEvidence, nextAlert, type AlertSubject, type EvaluationContext } from './next-alert';
import { deliverNotices, type DeliveryPorts } from './notices/deliver-notices';
import { evaluateRule } from './rules/evaluate-rule';
import type { RuleFinding } from './rules/finding';
import { PipelineHealthReader, type PipelineHealth, type PipelineHealthPorts } from './rules/pipeline-health';
import { findChannelDown, pipelineRuleNames, pipelineRules } from './rules/pipeline-rules';
import { readSourceHealth } from './rules/source-health';
import { sourceRuleNames, sourceRules } from './rules/source-rules';
import { endedTest } from './test-alert';

/** Ports of the watch over alerts. */
export type AlertPorts = DriftPorts &
  PipelineHealthPorts &
  Pick<DeliveryPorts, 'log' | 'clock'> & { alerts: AlertStore; catalog: SourceCatalog; pauses: SourcePauses };

/** Settings and channels of the watch. */
export interface AlertWatchOptions {
  settings: AlertSettings;
  channels: readonly AlertChannel[];
  /** Address of the dashboard, for links. */
  url: string;
}

/** Target of alerts that are about the pipeline as a whole. */
const wholePipeline = 'pipeline';

/**
 * Evaluates all rules, and sends what is to be told. Several processes may do so at once: each change of a state is one write, which one of
 * them succeeds with.
 */
export class AlertWatch {
  private readonly health: PipelineHealthReader;
  private stepping: Promise<void> | undefined;

  constructor(
    private readonly ports: AlertPorts,
    private readonly options: AlertWatchOptions,
  ) {
    this.health = new PipelineHealthReader(ports);
  }

  /** Evaluates and delivers once; waits for an earlier step if that goes on. Never throws: errors are logged. */
  step(): Promise<void> {
    return (this.stepping ??= this.evaluateAndDeliver().finally(() => (this.stepping = undefined)));
  }

  private async evaluateAndDeliver(): Promise<void> {
    await this.attempt('alerts.failed', () => this.evaluate());
    await this.attempt('alerts.failed', () => this.deliver());
  }

  /** Sends the notices that are due, without evaluating anything: of all alerts, or of one. */
  async deliver(id?: string): Promise<void> {
    const { channels, url } = this.options;
    const alerts = (await this.ports.alerts.list()).filter((alert) => (id ?? alert.id) === alert.id);
    await Promise.all(alerts.map((alert) => deliverNotices({ ...this.ports, channels, url }, alert)));
  }

  private async evaluate(): Promise<void> {
    const known = new Map((await this.ports.alerts.list()).map((alert) => [alert.id, alert]));
    const sources = await this.ports.catalog.list();
    for (const source of sources) {
      await this.attempt('alerts.failed', () => this.evaluateSource(source, known), { source: source.name });
    }
    await this.resolveRemoved(sources, known);
    await this.evaluatePipeline(known);
    await this.endTests(known);
  }

  /** Of a source with problems nothing is known; one that is disabled or paused has no alerts. */
  private async evaluateSource(source: Source, known: ReadonlyMap<string, StoredAlert>): Promise<void> {
    if (source.problems.length > 0) return;
    const { name, settings } = source;
    const rules = rulesOfSource(this.options.settings, settings.alerts);
    const isScheduled = settings.enabled && (await this.ports.pauses.get(name)) === undefined;
    const health = isScheduled
      ? await readSourceHealth(this.ports, source, {
          now: this.ports.clock.now(),
          failures: rules.failing === false ? 0 : rules.failing.runs,
        })
      : undefined;
    for (const rule of sourceRuleNames) {
      const finding = health && evaluateRule(sourceRules, { rule, health, settings: rules });
      await this.apply({ rule, target: name, source: name }, finding, known);
    }
  }

  /** Resolves alerts about sources that are not declared any more. */
  private async resolveRemoved(sources: readonly Source[], known: ReadonlyMap<string, StoredAlert>): Promise<void> {
    for (const { rule, target, source } of known.values()) {
      if (source !== null && !sources.some(({ name }) => name === source)) await this.apply({ rule, target, source }, undefined, known);
    }
  }

  private async evaluatePipeline(known: ReadonlyMap<string, StoredAlert>): Promise<void> {
    const rules = rulesOfPipeline(this.options.settings);
    const health = await this.health.read([...known.values()]);
    for (const rule of pipelineRuleNames) {
      const finding = evaluateRule(pipelineRules, { rule, health, settings: rules });
      await this.apply({ rule, target: wholePipeline, source: null }, finding, known);
    }
    await this.evaluateChannels(health, known, rules['channel-down'] !== false);
  }

  private async evaluateChannels(health: PipelineHealth, known: ReadonlyMap<string, StoredAlert>, isOn: boolean): Promise<void> {
    const names = this.options.channels.map(({ name }) => name);
    const removed = [...known.values()].filter(({ rule, target }) => rule === 'channel-down' && !names.includes(target));
    for (const target of [...names, ...removed.map((alert) => alert.target)]) {
      const finding = isOn && names.includes(target) ? findChannelDown(target, health) : undefined;
      await this.apply({ rule: 'channel-down', target, source: null }, finding, known);
    }
  }

  /** Ends a test once all its notices are settled. Nobody hears of that. */
  private async endTests(known: ReadonlyMap<string, StoredAlert>): Promise<void> {
    const names = this.options.channels.map(({ name }) => name);
    for (const alert of known.values()) {
      const next = alert.rule === 'test' && alert.state === 'firing' ? endedTest(alert, names, this.ports.clock.iso()) : undefined;
      if (next) await this.ports.alerts.put(next);
    }
  }

  /** Stores what a finding changes about its alert, and logs a change of state. */
  private async apply(subject: AlertSubject, finding: RuleFinding | undefined, known: ReadonlyMap<string, StoredAlert>): Promise<void> {
    const before = known.get(alertId(subject));
    if (!before && !finding) return;
    const evidence = finding && (await this.evidenceOf(finding, before));
    const next = nextAlert(before, { ...subject, evidence }, this.contextOf(subject));
    if (!next) return;
    const stored = await this.ports.alerts.put(next);
    if (!stored || stored.change === (before?.change ?? 0)) return;
    const fields = { alert: stored.id, severity: stored.severity, summary: stored.evidence.summary };
    if (stored.state === 'firing') this.ports.log.warn('alert.firing', fields);
    else this.ports.log.info('alert.resolved', fields);
  }

  /** Evidence that says the same as the known one is not collected again. */
  private async evidenceOf(finding: RuleFinding, before: StoredAlert | undefined): Promise<AlertEvidence> {
    const isKnown = before?.state === 'firing' && isSameEvidence(before.evidence, { summary: finding.summary, run: runEvidence(finding) });
    return isKnown ? before.evidence : collectEvidence(this.ports, finding);
  }

  /** A channel hears nothing about itself being down. */
  private contextOf({ rule, target }: AlertSubject): EvaluationContext {
    const { settings, channels } = this.options;
    const others = rule === 'channel-down' ? channels.filter(({ name }) => name !== target) : channels;
    return { now: this.ports.clock.now(), quietMs: ageMs(settings.quiet), channels: others };
  }

  private async attempt(event: string, work: () => Promise<void>, fields: Record<string, string> = {}): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.ports.log.error(event, error, fields);
    }
  }
}
