/** DI token of the ports for redrives, replays and decisions about deletions. */
export const ACTION_PORTS = Symbol('ActionPorts');
