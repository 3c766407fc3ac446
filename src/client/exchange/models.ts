import { brokenExchange, failedAnswer, malformed } from './attempt.ts';
import type { ClientConfig, ClientLog, WireRequest } from '../wire/config.ts';
import { Deadline } from './deadline.ts';
import { decodeBody } from '../answer/decode.ts';
import { asArray, asObject, firstString, parseJson } from '../answer/json.ts';
import { type Answer, send } from './transport.ts';

/** Names of the models a server lists, each once, in its order. Throws `AssistantError`. */
export async function readModels(wire: WireRequest, config: ClientConfig, log: ClientLog, user: AbortSignal): Promise<readonly string[]> {
  const deadline = new Deadline(config.timeoutMs);
  try {
    const answer = await send(wire, AbortSignal.any([user, deadline.signal]));
    const text = await textOf(answer);
    log.info(`HTTP ${answer.status} for the list of models`);
    return modelsOf(answer, text, config.key);
  } catch (thrown) {
    throw brokenExchange(thrown, { url: config.url, online: config.online, user, deadline }).error;
  } finally {
    deadline.stop();
  }
}

async function textOf({ chunks }: Answer): Promise<string> {
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.join('');
}

function modelsOf(answer: Answer, text: string, key: string | undefined): readonly string[] {
  if (answer.status >= 400) throw failedAnswer(answer, decodeBody(text, answer.status), key).error;
  const body = parseJson(text)?.value;
  const { data, models } = asObject(body);
  const list = [body, data, models].find(Array.isArray);
  if (list === undefined) throw malformed('unknownShape', answer.status);
  const names = asArray(list).map((entry) => firstString(entry, asObject(entry)['id'], asObject(entry)['name'], asObject(entry)['model']));
  return [...new Set(names.filter((name) => name !== ''))];
}
