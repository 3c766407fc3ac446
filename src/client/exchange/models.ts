import { type AttemptParts, brokenExchange, failedAnswer, malformed, withoutKey } from './attempt.ts';
import type { WireRequest } from '../wire/config.ts';
import { Deadline } from './deadline.ts';
import { decodeBody } from '../answer/decode.ts';
import { asArray, asObject, firstString, parseJson } from '../answer/json.ts';
import { readBody } from '../answer/readAnswer.ts';
import { longestModelName, mostListCharacters, mostModels } from './limits.ts';
import { type Answer, send } from './transport.ts';

/** Names of the models a server lists, each once, in its order. Throws `AssistantError`. */
export async function readModels(wire: WireRequest, parts: AttemptParts): Promise<readonly string[]> {
  const { config, log, redact, user } = parts;
  const deadline = new Deadline(config.timeoutMs);
  try {
    const answer = await send(wire, AbortSignal.any([user, deadline.signal]));
    const text = await readBody(answer, mostListCharacters);
    log.info(`HTTP ${answer.status} for the list of models`);
    return modelsOf(answer, text);
  } catch (thrown) {
    throw withoutKey(brokenExchange(thrown, { url: config.url, online: config.online, user, deadline }), redact).error;
  } finally {
    deadline.stop();
  }
}

function modelsOf(answer: Answer, text: string): readonly string[] {
  if (answer.status >= 400) throw failedAnswer(answer, decodeBody(text, answer.status)).error;
  const body = parseJson(text)?.value;
  const { data, models } = asObject(body);
  const list = [body, data, models].find(Array.isArray);
  if (list === undefined) throw malformed('unknownShape', answer.status);
  const names = asArray(list).map((entry) => {
    const { id, name, model } = asObject(entry);
    return firstString(entry, id, name, model);
  });
  const known = names.filter((name) => name !== '' && name.length <= longestModelName);
  return [...new Set(known)].slice(0, mostModels);
}
