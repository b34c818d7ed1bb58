import type { Json } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { replaceAt, createAt } from '../document/set-path';
import { parseYaml } from '../document/yaml-document';
import { isFalsy } from '../document/falsy';
import type { ComponentMapping } from '../roles/components-resolver';

/** How a resolver writes values. */
export interface MappingRules {
  /** Texts are parsed as YAML, so that a template can return a list or a mapping. */
  readsYaml: boolean;
  /** Fields that the template lacks can be created. */
  creates: boolean;
}

/** Builds the `components_mapping` of a resolver. */
export const buildMappings = (node: ComponentNode, context: BuildContext, rules: MappingRules): ComponentMapping[] =>
  node.children('components_mapping').map((each) => buildMapping(each, context, rules));

const buildMapping = (node: ComponentNode, context: BuildContext, rules: MappingRules): ComponentMapping => {
  const compileTemplate = (text: string) => context.interpolator.compile(text, node.parameters);
  const path = node.texts('field_path').map(compileTemplate);
  const value = compileTemplate(node.required('value'));
  const condition = node.text('condition') ? compileTemplate(node.required('condition')) : undefined;
  const type = node.text('value_type');
  const creates = rules.creates && node.flag('create_or_update');
  return (template, values) => {
    const scope = context.scope({ ...values, stream_template_config: template });
    if (condition && !condition.test(scope)) return;
    const typed = type === 'string' ? value.text(scope) : value.value(scope);
    const content = rules.readsYaml && type !== 'string' ? fromYaml(typed) : typed;
    const targetPath = path.map((part) => part.text(scope));
    if (!replaceAt(template, targetPath, content) && creates && !isFalsy(content)) createAt(template, targetPath, content);
  };
};

const fromYaml = (value: Json): Json => {
  if (typeof value !== 'string') return value;
  try {
    return parseYaml(value, '').value;
  } catch {
    return value;
  }
};
