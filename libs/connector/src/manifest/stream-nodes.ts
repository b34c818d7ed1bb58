import type { JsonObject } from '@twl/contracts';
import { isInfrastructure, TwlError } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { ComponentNode, type Locate } from '../build/component-node';
import { ManifestError } from '../errors/connector-errors';
import { cloneTree } from '../document/clone-tree';
import { propagateTypes } from '../document/propagate';
import { validateStream } from '../language/validate';
import type { Problems } from './problems';
import type { Discovery } from '../dynamic/discovery';
import type { Manifest } from './read-manifest';

/** What finding the streams needs besides the components of the manifest. */
interface Finding {
  manifest: Manifest;
  problems: Problems;
  discovery: Discovery;
}

/** Every stream of a manifest as a component: the declared ones, those whose condition holds, and the dynamic ones. */
export const streamNodes = async (root: ComponentNode, context: BuildContext, at: Finding): Promise<ComponentNode[]> => {
  const nodes = root.children('streams').flatMap((node) => conditional(node, context));
  for (const node of root.children('dynamic_streams')) {
    try {
      nodes.push(...(await dynamic(node, context, at)));
    } catch (error) {
      // That something of ours is away is no fault of the manifest.
      if (!(error instanceof TwlError) || isInfrastructure(error)) throw error;
      const position = error instanceof ManifestError ? error.position : node.position;
      at.problems.add(error instanceof ManifestError ? error.path : node.path, context.secrets.mask(error.message), position);
    }
  }
  return unique(nodes, at.problems);
};

const conditional = (node: ComponentNode, context: BuildContext): ComponentNode[] => {
  if (node.type !== 'ConditionalStreams') return [node];
  const holds = context.interpolator.compile(node.required('condition'), node.parameters).test(context.scope());
  return holds ? node.children('streams') : [];
};

const dynamic = async (node: ComponentNode, outer: BuildContext, { manifest, problems, discovery }: Finding): Promise<ComponentNode[]> => {
  const context = outer.with({ stream: node.text('name') ?? '' });
  const resolverNode = node.requiredChild('components_resolver');
  const resolver = context.build('componentsResolver', resolverNode);
  const template = node.requiredChild('stream_template');
  const parentWins = node.has('use_parent_parameters') ? node.flag('use_parent_parameters') : true;
  const { positions } = manifest;
  const locate: Locate = (owner, key) => positions.get(owner, key);
  const nodes: ComponentNode[] = [];
  for await (const values of resolver.asks ? await discovery.values(resolver, resolverNode) : resolver.values()) {
    const copy = cloneTree(template.properties, positions);
    for (const map of resolver.mappings) map(copy, values);
    const stream: JsonObject = propagateTypes({ type: 'DeclarativeStream', ...copy }, '', { positions, parentWins });
    positions.carry(template.properties, stream, Object.keys(copy));
    const { problems: wrong } = validateStream(stream, positions, template.path);
    for (const problem of wrong) problems.addError(problem);
    if (wrong.length === 0) nodes.push(new ComponentNode(stream, template.path, locate));
  }
  return nodes;
};

const unique = (nodes: ComponentNode[], problems: Problems): ComponentNode[] => {
  const names = new Set<string>();
  return nodes.filter((node) => {
    const name = node.text('name') ?? '';
    if (!names.has(name)) return names.add(name);
    problems.addError(node.error(`there are two streams with the name ${name}`, 'name'));
    return false;
  });
};
