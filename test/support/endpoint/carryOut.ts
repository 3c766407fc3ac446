import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Pace } from './behaviour.ts';
import type { Gates } from './gates.ts';
import type { Plan } from './plan.ts';

export interface Wire {
  readonly response: ServerResponse;
  readonly gates: Gates;
  /** Aborted when the connection is over, whoever ended it. */
  readonly gone: AbortSignal;
  /** Called before the stand-in itself destroys the socket. */
  dropping(): void;
}

async function turn(pace: Pace, { gates, gone }: Wire): Promise<void> {
  if (pace.gate !== undefined) await gates.pass(pace.gate, gone);
  if (pace.delayMs !== undefined) await delay(pace.delayMs, undefined, { signal: gone }).catch(() => undefined);
}

/** Resolves when the piece is with the system, so that the next one is a piece of its own. */
function send(piece: Uint8Array, { response, gone }: Wire): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gone.removeEventListener('abort', done);
      resolve();
    };
    gone.addEventListener('abort', done);
    response.write(piece, done);
  });
}

/** A real RST where nothing was sent yet; a TLS socket, and one with bytes on the way, is only destroyed. */
export function destroySocket(response: ServerResponse): void {
  const { socket } = response;
  if (socket && !response.headersSent && !(socket instanceof TLSSocket)) socket.resetAndDestroy();
  else response.destroy();
}

/** Sends what the plan says, and stops early when the client goes away. */
export async function carryOut(plan: Plan, wire: Wire): Promise<void> {
  const { response, gone } = wire;
  if (plan.head) {
    response.writeHead(plan.head.status, plan.head.headers);
    response.flushHeaders();
  }
  for (const piece of plan.pieces) {
    await turn(plan.pace, wire);
    if (gone.aborted) return;
    await send(piece, wire);
    // Gives a client in this process the chance to read this piece before the next one is there.
    await nextTurn();
  }
  if (gone.aborted) return;
  if (plan.end === 'end') response.end();
  if (plan.end === 'open') await once(gone, 'abort');
  if (plan.end === 'reset') {
    wire.dropping();
    destroySocket(response);
  }
}
