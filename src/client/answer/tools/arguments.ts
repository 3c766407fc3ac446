import type { ToolCall } from '../../../core/chat/messages.ts';
import { asObject, isObject, jsonText, parseJson } from '../json.ts';
import { isCutOffJson, mendJson } from './mend.ts';

export type ToolArguments = ToolCall['arguments'];

/** The rest of a head in front of the JSON: `<|constrain|>json<|message|>{…}`, `code={…}`. */
const headInFront = /^\s*(?:(?:<\|\w+\|>|commentary|json|code|[=:]|to=[\w.-]{1,64})\s*){1,8}(?=[{[])/;
const wrappers = ['arguments', 'parameters'];
const fence = /^\s*(`{3,}|~{3,})[ \t]*\w*[ \t]*\n([\s\S]*)\n[ \t]*\1[ \t]*$/;

/**
 * Reads the arguments of a call as they came: an object, JSON text, JSON text of JSON text, or
 * nothing. The usual faults are mended once; what is then no object comes back with what is wrong.
 */
export function readArguments(raw: unknown, tool: string): ToolArguments {
  if (raw === undefined || raw === null) return { ok: true, value: {} };
  if (typeof raw !== 'string') return readValue(raw, tool, () => jsonText(raw));
  const text = (fence.exec(raw)?.[2] ?? raw).replace(headInFront, '').trim();
  if (text === '') return { ok: true, value: {} };
  const parsed = parseJson(text) ?? parseMended(text);
  return parsed === undefined ? { ok: false, raw, problem: problemOf(text) } : readValue(parsed.value, tool, () => raw);
}

function parseMended(text: string): { readonly value: unknown } | undefined {
  const mended = mendJson(text);
  return mended === undefined ? undefined : parseJson(mended);
}

function readValue(value: unknown, tool: string, raw: () => string): ToolArguments {
  if (typeof value === 'string') return readInner(value, tool, raw);
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  if (isObject(only)) return { ok: true, value: unwrap(only, tool) };
  if (isObject(value)) return { ok: true, value: unwrap(value, tool) };
  return { ok: false, raw: raw(), problem: `The arguments are ${nameOf(value)}, not an object.` };
}

/** Arguments encoded twice. */
function readInner(text: string, tool: string, raw: () => string): ToolArguments {
  const inner = parseJson(text) ?? parseMended(text);
  if (inner === undefined || typeof inner.value === 'string') {
    return { ok: false, raw: raw(), problem: 'The arguments are a string, not an object.' };
  }
  return readValue(inner.value, tool, raw);
}

/** Takes the arguments out of a single object around them: `{"arguments": {…}}` or the whole call. */
function unwrap(value: Readonly<Record<string, unknown>>, tool: string): Readonly<Record<string, unknown>> {
  const keys = Object.keys(value);
  const key = keys.find((name) => wrappers.includes(name)) ?? (keys[0] === tool ? tool : undefined);
  const rest = keys.filter((name) => name !== key && !(name === 'name' && value[name] === tool));
  if (key === undefined || rest.length > 0) return value;
  const inner = value[key];
  if (isObject(inner)) return inner;
  return typeof inner === 'string' ? unwrapText(inner) ?? value : value;
}

function unwrapText(text: string): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseJson(text);
  return isObject(parsed?.value) ? asObject(parsed.value) : undefined;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function problemOf(text: string): string {
  if (isCutOffJson(text)) return 'The arguments end before their JSON is complete.';
  return /^[{[]/.test(text) ? 'The arguments are not valid JSON.' : 'The arguments are not JSON.';
}
