import type { ServerResponse } from 'node:http';
import type { CallLog, LoggedCall } from './call-log.ts';
import { playFault, sendAnswer } from './fault-effects.ts';
import type { Faults } from './faults.ts';
import { rpcCallOf } from './rpc-call.ts';
import type { Simulator, SimulatorRequest } from './simulator.ts';

export interface CallContext {
  readonly system: string;
  readonly simulator: Simulator;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly signal: AbortSignal;
}

/** Takes one call through the public door of a simulator: into the log, under the faults, to the answer. */
export const handleCall = async (
  { system, simulator, faults, log, signal }: CallContext,
  request: SimulatorRequest,
  response: ServerResponse,
): Promise<void> => {
  const { method, path, body } = request;
  const rpc = rpcCallOf(path, body);
  const fault = faults.take({ system, method, path, rpc });
  const call: LoggedCall = {
    system,
    method,
    path,
    rpc,
    status: null,
    at: new Date().toISOString(),
    durationMs: null,
    executed: false,
    fault: fault?.id ?? null,
  };
  const route = rpc
    ? `${rpc.model}.${rpc.method}`
    : (simulator.routeOf?.(request) ?? `${method} ${path.split('?')[0] ?? ''}`);
  const logged = log.begin(call, route);
  const execute = () => {
    call.executed = true;
    return simulator.handle(request);
  };
  try {
    if (fault === null) await sendAnswer(response, await execute());
    else
      await playFault(fault.effect, {
        execute,
        failNext: (kind) => simulator.failNext?.(kind, rpc),
        delayNext: (ms, waits) => simulator.delayNext?.(ms, rpc, waits),
        response,
        signal,
      });
  } finally {
    call.status = response.headersSent ? response.statusCode : null;
    logged.end();
  }
};
