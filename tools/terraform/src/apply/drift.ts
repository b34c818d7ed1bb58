import type { Change, Plan } from '../terraform/snapshot';

/** What the emulator reads back otherwise than it was told, by type: attributes, and why. Anything else that a second plan changes is a fault. */
const known: Record<string, readonly string[]> = {
  // Alarms with formulas are read back without what they say and whom they tell.
  aws_cloudwatch_metric_alarm: ['actions_enabled', 'alarm_actions', 'alarm_description', 'ok_actions', 'treat_missing_data'],
  // A format that only authorizers by functions have.
  aws_apigatewayv2_authorizer: ['authorizer_payload_format_version'],
  // Empty lists that were not asked for.
  aws_cloudfront_response_headers_policy: ['custom_headers_config', 'remove_headers_config'],
};

const changedIn = ({ before, after, after_unknown: unknown }: Change['change']): string[] => {
  const late = typeof unknown === 'object' ? unknown : {};
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => late[name] !== true && JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
};

/** What a plan would change. */
export const changesOf = ({ resource_changes: changes }: Plan): Change[] =>
  changes.filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op');

/** What a second plan would change beside what the emulator reads back otherwise. */
export const driftOf = (plan: Plan): string[] =>
  changesOf(plan).flatMap(({ address, type, change }) => {
    if (change.actions.join() !== 'update') return [`${address}: ${change.actions.join()}`];
    const strange = changedIn(change).filter((name) => !known[type]?.includes(name));
    return strange.length > 0 ? [`${address}: ${strange.join(', ')}`] : [];
  });
