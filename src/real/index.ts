export { Connection, type EngineFacts, greet, olderThan, whole } from './connection.ts';
export { type Endpoint, EndpointError, isRemote, parseHost, resolveEndpoint } from './endpoint.ts';
export { cleanUp, type Leftover, removeFolder } from './guard/clean-up.ts';
export { REFUSED } from './guard/decision.ts';
export { type Guard, startGuard } from './guard/guard.ts';
export { REPLAY_LABEL } from './guard/label.ts';
export type { Note } from './guard/ledger.ts';
export { tagged } from './guard/objects.ts';
export { type Reaper, startReaper } from './guard/reaping.ts';
