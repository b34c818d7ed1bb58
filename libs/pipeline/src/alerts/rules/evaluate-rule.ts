import type { RuleFinding } from './finding';

/** Rules by name, each with settings of its own. */
type Rules<Health, Settings extends object> = {
  [Rule in keyof Settings]: (health: Health, settings: Exclude<Settings[Rule], false>) => RuleFinding | undefined;
};

/** Evaluates one rule, unless it is off. */
export const evaluateRule = <Health, Settings extends object, Rule extends keyof Settings>(
  rules: Pick<Rules<Health, Settings>, Rule>,
  { rule, health, settings }: { rule: Rule; health: Health; settings: Settings },
): RuleFinding | undefined => {
  const own = settings[rule];
  return own === false ? undefined : rules[rule](health, own as Exclude<Settings[Rule], false>);
};
