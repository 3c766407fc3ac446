import type { IncomingMessage, ServerResponse } from 'node:http';
import { controlPath, readCommand, snapshotOf, type ControlCommand, type FinishedAnswer } from './controlProtocol.ts';
import { parseJson } from './recorder.ts';
import type { Script } from './script.ts';

interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

function obey(script: Script, command: ControlCommand): Promise<void> {
  switch (command.do) {
    case 'reply':
      return script.reply(...command.behaviours);
    case 'otherwise':
      return script.otherwise(command.behaviour);
    case 'configure':
      return script.configure(command.manners);
    case 'openGate':
      return script.openGate(command.gate, command.pieces);
    case 'reset':
      return script.reset();
  }
}

async function finishedAnswer(script: Script, id: number): Promise<ControlAnswer> {
  const request = script.recorder.byId(id);
  if (!request) return { status: 404, body: { error: `There was no request with the id ${id}` } };
  const body: FinishedAnswer = { outcome: await request.finished };
  return { status: 200, body };
}

async function answer(script: Script, path: string, request: IncomingMessage, body: string): Promise<ControlAnswer> {
  if (request.method === 'POST' && path === '') {
    // A type that a web page cannot send without asking first.
    if (request.headers['content-type'] !== 'application/json') {
      return { status: 415, body: { error: 'Control commands are application/json' } };
    }
    await obey(script, readCommand(parseJson(body)));
    return { status: 200, body: { ok: true } };
  }
  const [, list, number] = /^\/(requests|finished)(?:\/(\d+))?$/.exec(path) ?? [];
  if (request.method === 'GET' && list === 'requests') {
    if (number === undefined) return { status: 200, body: (await script.requests()).map(snapshotOf) };
    return { status: 200, body: snapshotOf(await script.waitForRequest(Number(number))) };
  }
  if (request.method === 'GET' && list === 'finished' && number !== undefined) {
    return finishedAnswer(script, Number(number));
  }
  return { status: 404, body: { error: `No control road ${request.method ?? ''} ${path}` } };
}

export function isControlPath(path: string): boolean {
  return path === controlPath || path.startsWith(`${controlPath}/`);
}

/** Answers one control request. Waiting for a request, or for its end, keeps the answer open. */
export async function serveControl(
  script: Script,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const path = (request.url ?? '').slice(controlPath.length);
  const { status, body: reply } = await answer(script, path, request, body).catch((failure: unknown) => ({
    status: 400,
    body: { error: failure instanceof Error ? failure.message : String(failure) },
  }));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}
