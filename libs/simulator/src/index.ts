export { BadControlError } from './http/bad-control-error';
export type { Fault, FaultScope, FaultSetting } from './faults/fault';
export type { ActiveFault, FaultTable } from './faults/fault-table';
export type { LoggedRequest, RequestLog } from './http/request-log';
export type { ChangingPosts } from './jsonplaceholder/changing-posts';
export type { Post } from './jsonplaceholder/post';
export { Random } from './random';
export type { Person } from './randomuser/person';
export { startSimulator, type Simulator, type SimulatorOptions } from './start-simulator';
