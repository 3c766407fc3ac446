import { asArray, isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { mendJson } from './mend.ts';

/** A call as found, its arguments still as they came. */
export interface FoundCall {
  readonly id: string;
  readonly name: string;
  readonly rawArguments: unknown;
}

const callKeys: ReadonlySet<string> = new Set(['name', 'arguments', 'parameters', 'id', 'type']);
const callLanguages: ReadonlySet<string> = new Set(['', 'json', 'jsonc', 'json5', 'tool_call', 'tool_calls', 'tool']);
const longestCall = 4_000_000;

/**
 * Finds calls written as JSON into the text: the whole text, or whole fenced blocks with which it
 * ends. JSON inside prose or followed by prose is an example, not a call. `accept` says whether a
 * tool was offered. The text that is left has the calls cut out; without calls it is untouched.
 */
export function findTextCalls(text: string, accept: (name: string) => boolean): { calls: FoundCall[]; text: string } {
  const whole = readCalls(text, accept);
  if (whole !== undefined) return { calls: whole, text: '' };
  const calls: FoundCall[] = [];
  let left = text;
  for (let block = lastFence(left); block !== undefined; block = lastFence(left)) {
    const found = readCalls(block.content, accept);
    if (found === undefined) break;
    calls.unshift(...found);
    left = left.slice(0, block.start);
  }
  return { calls, text: calls.length === 0 ? text : left.trimEnd() };
}

/** The fenced block with which the text ends. */
function lastFence(text: string): { start: number; content: string } | undefined {
  const trimmed = text.trimEnd();
  const lastLine = trimmed.lastIndexOf('\n') + 1;
  const closing = /^[ \t]*(`{3,}|~{3,})$/.exec(trimmed.slice(lastLine, lastLine + 200))?.[1];
  if (closing === undefined || lastLine === 0) return undefined;
  for (let end = lastLine - 1; end > 0 && lastLine - end < longestCall;) {
    const start = trimmed.lastIndexOf('\n', end - 1) + 1;
    const line = trimmed.slice(start, Math.min(end, start + 200)).trim();
    if (line.startsWith(closing)) {
      const language = line.replace(/^[`~]+/, '').trim().toLowerCase();
      return callLanguages.has(language) ? { start, content: trimmed.slice(end + 1, lastLine - 1) } : undefined;
    }
    end = start - 1;
  }
  return undefined;
}

/** The calls of which a text consists, or nothing when it is anything else. */
function readCalls(raw: string, accept: (name: string) => boolean): FoundCall[] | undefined {
  const text = raw.trim();
  if (!/^[{[]/.test(text) || text.length > longestCall) return undefined;
  const parsed = parseJson(text) ?? parseLines(text) ?? parseMended(text);
  const entries = parsed === undefined ? [] : listOf(parsed.value);
  const calls = entries.map((entry) => readEntry(entry, accept));
  const found = calls.filter((call) => call !== undefined);
  return found.length > 0 && found.length === calls.length ? found : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  const isList = isObject(value) && Array.isArray(value['tool_calls']) && Object.keys(value).length === 1;
  if (isList) return asArray(value['tool_calls']);
  return Array.isArray(value) ? asArray(value) : [value];
}

function parseMended(text: string): { readonly value: unknown } | undefined {
  const mended = mendJson(text);
  return mended === undefined ? undefined : parseJson(mended);
}

/** One call a line. */
function parseLines(text: string): { readonly value: unknown[] } | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length < 2 || !lines.every((line) => line.startsWith('{') && line.endsWith('}'))) return undefined;
  const values = lines.map((line) => parseJson(line));
  return values.every((value) => value !== undefined) ? { value: values.map(({ value }) => value) } : undefined;
}

function readEntry(entry: unknown, accept: (name: string) => boolean): FoundCall | undefined {
  if (!isObject(entry)) return undefined;
  const call = isObject(entry['function']) && Object.keys(entry).every((key) => key === 'function' || callKeys.has(key))
    ? { ...entry['function'], id: entry['id'] }
    : entry;
  return readCall(call, accept);
}

function readCall(call: JsonObject, accept: (name: string) => boolean): FoundCall | undefined {
  const { name, id } = call;
  const keys = Object.keys(call);
  if (typeof name !== 'string' || !accept(name) || !keys.every((key) => callKeys.has(key))) return undefined;
  const rawArguments = call['arguments'] ?? call['parameters'];
  if (!isObject(rawArguments) && typeof rawArguments !== 'string') return undefined;
  return isSchema(rawArguments) ? undefined : { id: typeof id === 'string' ? id : '', name, rawArguments };
}

/** The definition of a tool has `parameters` too; it is no call. */
function isSchema(value: unknown): boolean {
  return isObject(value) && value['type'] === 'object' && isObject(value['properties']);
}
