import * as v from 'valibot';
import { asArray, asObject, firstString, isEmptyObject, isObject } from '../answer/json.ts';
import type { JsonObject } from '../answer/json.ts';
import type { DecodeFailure, DecodeFailureKind } from '../answer/rawReply.ts';

/** Longest message that is read, in characters. Far longer than is shown: a key is taken out before the cut. */
const longestMessage = 8_192;
const mostMessages = 10;

const codeSchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(/^\d{1,9}$/), v.transform(Number))]),
  v.safeInteger(), v.minValue(1),
);

/** `3040: out of capacity`, `AiError: 5006: Bad input`, `error code: 3040`: codes of these have 4 or 5 digits. */
const codeInMessage = /^\s*(?:[A-Za-z]+:\s*)?(\d{4,5})\s*[:\-–]|\bcode[\s:=#]*(\d{4,5})\b/i;

interface ErrorEntry {
  readonly code: number | undefined;
  readonly message: string;
}

export function failure(kind: DecodeFailureKind, entries: readonly ErrorEntry[] = []): DecodeFailure {
  const code = entries.find((entry) => entry.code !== undefined)?.code;
  const messages = entries.map(({ message }) => readable(message)).filter((message) => message !== '');
  return { kind, ...(code === undefined ? {} : { code }), messages: [...new Set(messages)].slice(0, mostMessages) };
}

/** One bounded piece of text without control characters. */
function readable(message: string): string {
  return message.slice(0, longestMessage).replace(/[\p{Cc}\p{Cs}\uFFFD\s]+/gu, ' ').trim();
}

export function messageFailure(kind: DecodeFailureKind, message: string): DecodeFailure {
  return failure(kind, readEntry(message));
}

const failedFlag = v.union([v.literal(false), v.literal('false'), v.literal(0)]);

/** Whether the envelope itself says that the call failed. */
export function saysFailed(body: JsonObject): boolean {
  return v.is(failedFlag, body['success']);
}

/** Whether an object names an error beside what else it holds. A list of them beside `success: true` holds warnings. */
export function hasErrors({ error, errors, success }: JsonObject): boolean {
  const single = isObject(error) ? !isEmptyObject(error) : typeof error === 'string' && error.trim() !== '';
  return single || (success !== true && asArray(errors).length > 0);
}

/** Words by which an object says of itself that it is an error. */
const errorKinds: ReadonlySet<unknown> = new Set(['error', 'Error', 'ERROR', 'failed', 'failure', 'fail']);

/**
 * Whether an object in which no part of a reply was found is an error. vLLM sends `{"object": "error", "message": …,
 * "code": 500}`, others `{"type": "error", …}`, `{"status": "error", …}`, `{"detail": …}` or a code and its message.
 */
export function readsAsError(body: JsonObject): boolean {
  if (readListedErrors(body).length > 0) return true;
  if ([body['object'], body['type'], body['status']].some((kind) => errorKinds.has(kind))) return true;
  if (body['detail'] !== undefined && body['detail'] !== null) return true;
  const message = firstString(body['message'], body['msg'], body['error_description'], body['error_msg']);
  const code = readCode(body['code'], body['error_code'], body['internalCode'], body['status']);
  return message !== '' && code !== undefined;
}

/** The errors an envelope lists, in each of the places services put them. */
export function readListedErrors(body: JsonObject): readonly ErrorEntry[] {
  const lists = [body['errors'], body['error']];
  const entries = lists.flatMap((list) => (Array.isArray(list) ? asArray(list).slice(0, mostMessages) : [list]));
  return entries.flatMap(readEntry);
}

/** Listed errors or, where there are none, what else may be one: `{"detail": …}`, `{"message": …}`, `{"code": …}`. */
export function readErrors(body: JsonObject): readonly ErrorEntry[] {
  const listed = readListedErrors(body);
  if (listed.length > 0) return listed;
  const details = asArray(body['detail']).slice(0, mostMessages);
  const { message, title, error_description: description, detail } = body;
  const loose = [message, title, description, detail, ...details].flatMap(readEntry);
  const code = readCode(body['code'], body['internalCode']);
  if (loose.length === 0) return code === undefined ? [] : [{ code, message: '' }];
  return loose.map((entry) => ({ code: entry.code ?? code, message: entry.message }));
}

function readEntry(entry: unknown): ErrorEntry[] {
  if (typeof entry === 'number' && Number.isFinite(entry)) return [{ code: readCode(entry), message: String(entry) }];
  if (typeof entry === 'string') return entry.trim() === '' ? [] : [{ code: codeIn(entry), message: entry }];
  if (!isObject(entry)) return [];
  const inner = asObject(entry['error']);
  const { message: own, msg, detail, error, type, title } = entry;
  const message = firstString(own, msg, detail, error, inner['message'], type, title);
  const code = readCode(entry['code'], inner['code'], entry['error_code'], entry['status']) ?? codeIn(message);
  return message === '' && code === undefined ? [] : [{ code, message }];
}

function readCode(...values: readonly unknown[]): number | undefined {
  for (const value of values) {
    const parsed = v.safeParse(codeSchema, value);
    if (parsed.success) return parsed.output;
  }
  return undefined;
}

function codeIn(message: string): number | undefined {
  const found = codeInMessage.exec(message.slice(0, longestMessage));
  return readCode(found?.[1], found?.[2]);
}
