import type { Behaviour } from './behaviour.ts';
import { readAsk } from './readAsk.ts';
import type { Manners, RecordedRequest } from './standIn.ts';

function badInput(what: string): Behaviour {
  return { kind: 'envelopeError', status: 400, errors: [{ code: 5006, message: `AiError: Bad input: ${what}` }] };
}

function noSuchModel(model: string): Behaviour {
  return {
    kind: 'envelopeError',
    status: 400,
    errors: [{ code: 5007, message: `AiError: No such model ${model} or task` }],
  };
}

/** A 401 where the key is missing or wrong. On the OpenAI road it counts only when the manners say so. */
export function keyRefusal(request: RecordedRequest, manners: Manners): Behaviour | undefined {
  if (request.protocol === 'openai' && manners.openaiKey === 'optional') return undefined;
  return request.headers['authorization'] === `Bearer ${manners.key}` ? undefined : { kind: 'status', status: 401 };
}

/** Why a request for a reply is turned down before any scripted behaviour is taken; undefined when it is not. */
export function refusalOf(request: RecordedRequest, manners: Manners): Behaviour | undefined {
  const wrongKey = keyRefusal(request, manners);
  if (wrongKey) return wrongKey;
  if (request.json === undefined) return badInput('the body is not JSON');
  const ask = readAsk(request);
  if (ask.model === undefined) return badInput("'model' is missing");
  if (!manners.models.includes(ask.model)) return noSuchModel(ask.model);
  if (ask.messages === undefined || ask.messages.length === 0) return badInput("'messages' is missing or empty");
  // OpenAI's protocol allows null beside tool calls; services of the Dataoorts shape refuse it.
  if (request.protocol === 'dataoorts' && ask.messages.some(({ content }) => content === undefined)) {
    return badInput("Type mismatch of '/messages/content', 'string' expected");
  }
  if (ask.stream && manners.streaming === 'refuse') return badInput('stream is not supported');
  if (ask.tools && manners.tools === 'refused') return badInput('tools are not supported');
  if (ask.reasoningEffort && manners.reasoningEffort === 'refused') {
    return badInput('reasoning_effort is not supported');
  }
  return undefined;
}
