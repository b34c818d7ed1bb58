/** Token of everything that is needed to redrive, to replay and to decide about deletions. */
export const ACTION_PORTS = Symbol('ActionPorts');
