import { type FinishReason, isWhole } from '../../core/chat/messages.ts';
import { hasErrors, readErrors, readListedErrors } from '../failures/bodyFailure.ts';
import { asArray, asObject, isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** How a reply ended, as far as the endpoint said. */
export interface Ending {
  readonly finish: FinishReason;
  /** What the endpoint said of a reply that it did not bring to its end. Only with `cutOff`. */
  readonly cutOffBy?: string;
}

/**
 * Every finish word that is known, from the documentation of OpenAI, Anthropic, Cohere, Mistral, Ollama, llama.cpp,
 * Hugging Face and Amazon. A word that is not here (`abort`, `error`, `content_filter`, whatever comes next) never
 * stands for a whole reply.
 */
const finishWords: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['stop', 'stop'], ['end_turn', 'stop'], ['eos', 'stop'], ['eos_token', 'stop'], ['stop_sequence', 'stop'],
  ['completed', 'stop'], ['complete', 'stop'], ['finish', 'stop'],
  ['length', 'length'], ['max_tokens', 'length'], ['model_length', 'length'], ['max_output_tokens', 'length'],
  ['model_context_window_exceeded', 'length'], ['limit', 'length'],
  ['tool_calls', 'toolCalls'], ['tool_call', 'toolCalls'], ['tool_use', 'toolCalls'], ['function_call', 'toolCalls'],
]);

/** Words that some services send in every event until there is something to say. */
const saysNothing: ReadonlySet<string> = new Set(['', 'null', 'none']);

/** Values of `status` that mean: this is not the whole reply. `status` is a common name, so others say nothing. */
const openStatuses: ReadonlySet<string> = new Set([
  'incomplete', 'failed', 'failure', 'error', 'cancelled', 'canceled', 'aborted', 'expired', 'in_progress', 'queued',
]);

/** Longest word of an endpoint's own that is read, in characters; what is shown of it is cut later, without the key. */
const longestWord = 8_192;

/** How a whole body ended: the worst that any of its parts tells. */
export function endingOf(body: JsonObject): Ending {
  const parts = partsOf(body);
  const said = parts.map((part) => worse(errorEnding(part), readEnding(part))).reduce(worse, undefined);
  const isOpen = said === undefined || isWhole(said.finish);
  const byStatus = isOpen ? parts.map(({ status }) => statusEnding(status)).reduce(worse, undefined) : undefined;
  return worse(said, byStatus) ?? { finish: 'unknown' };
}

/** The ending that one part of an answer tells of by its finish word; undefined where it has none. */
export function readEnding(part: JsonObject): Ending | undefined {
  const { finish_reason: reason, done_reason: done, stop_reason: stop, incomplete_details: details } = part;
  // vLLM puts the token or the text it stopped at into `stop_reason`, beside its finish reason.
  const stopWord = typeof stop === 'string' ? wordEnding(stop) : undefined;
  return wordEnding(asObject(details)['reason']) ?? wordEnding(reason) ?? wordEnding(done) ?? stopWord;
}

/** The errors in any part of a body. */
export function errorsIn(body: JsonObject): ReturnType<typeof readErrors> {
  return partsOf(body).flatMap(readListedErrors);
}

function errorEnding(part: JsonObject): Ending | undefined {
  return hasErrors(part) ? cutOff(readErrors(part)[0]?.message ?? '') : undefined;
}

function wordEnding(value: unknown): Ending | undefined {
  // SGLang's own interface: `{"type": "stop", "matched": …}`, `{"type": "abort", "message": …}`.
  const said = isObject(value) ? value['type'] : value;
  if (said === undefined || said === null || said === false) return undefined;
  const word = typeof said === 'string' ? said.trim() : typeof said;
  const plain = word.toLowerCase().replace(/[\s-]+/g, '_');
  if (saysNothing.has(plain)) return undefined;
  const known = finishWords.get(plain);
  return known === undefined ? cutOff(word) : { finish: known };
}

function statusEnding(status: unknown): Ending | undefined {
  return typeof status === 'string' && openStatuses.has(status.toLowerCase()) ? cutOff(status) : undefined;
}

function cutOff(word: string): Ending {
  const said = word.slice(0, longestWord).trim();
  return { finish: 'cutOff', ...(said === '' ? {} : { cutOffBy: said }) };
}

const severity: Readonly<Record<FinishReason, number>> = { unknown: 0, stop: 1, toolCalls: 1, length: 2, cutOff: 3 };

/** Of two endings the one that speaks more against a whole reply; of two that are as bad, the first. */
export function worse(one: Ending | undefined, other: Ending | undefined): Ending | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return severity[other.finish] > severity[one.finish] ? other : one;
}

/** The parts of a body that may tell how it ended, the innermost first. */
function partsOf(body: JsonObject): readonly JsonObject[] {
  const result = isObject(body['result']) ? body['result'] : asObject(asArray(body['result'])[0]);
  const holders = [body, result, asObject(body['response']), asObject(result['response'])];
  const inner = holders.flatMap((holder) => {
    const choice = asObject(asArray(holder['choices'])[0]);
    const messages = [choice['message'], choice['delta'], holder['message']].map(asObject);
    return [...messages, choice, ...asArray(holder['output']).map(asObject)];
  });
  return [...inner, ...holders.toReversed()];
}
