import type { ComponentNode } from '../build/component-node';

/** The actions that the error handlers of a requester name. */
export const actionsOf = (requester: ComponentNode): ReadonlySet<string> => {
  const handler = requester.child('error_handler');
  return new Set(handler ? ofHandler(handler) : []);
};

const ofHandler = (handler: ComponentNode): string[] => [
  ...handler.children('response_filters').flatMap((filter) => filter.texts('action')),
  ...handler.children('error_handlers').flatMap(ofHandler),
];

/** @throws ManifestError for actions that only a requester of pages can follow */
export const refusePageActions = (requester: ComponentNode): void => {
  const actions = actionsOf(requester);
  for (const action of ['REDUCE_PAGE_SIZE', 'SPLIT_REQUEST_WINDOW'])
    if (actions.has(action))
      throw requester.error(`${action} has no effect here: only the requester of a SimpleRetriever asks for pages`, 'error_handler');
};
