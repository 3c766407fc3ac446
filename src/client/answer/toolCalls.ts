import type { ToolCall } from '../../core/chat/messages.ts';
import type { HarmonyToolCall } from '../harmony.ts';
import { cutAtMarker } from '../harmony/markers.ts';
import { asObject, firstString, isEmptyObject, isObject, jsonText, parseJson } from './json.ts';
import { readArguments } from './tools/arguments.ts';
import { findTextCalls } from './tools/textCalls.ts';
import type { FoundCall } from './tools/textCalls.ts';

export interface ToolCallSources {
  /** Entries of `tool_calls` as they came. */
  readonly native: readonly unknown[];
  readonly harmony: readonly HarmonyToolCall[];
  /** The answer, in which a call may be written as JSON. */
  readonly text: string;
  /** Names of the tools that were offered. JSON in the text is a call only of one of these. */
  readonly offered: readonly string[];
}

export interface ReadToolCalls {
  readonly calls: readonly ToolCall[];
  /** The text without the calls found in it. */
  readonly text: string;
}

/** Reads the tool calls of a reply, from wherever they came, each once. Never throws. */
export function readToolCalls({ native, harmony, text, offered }: ToolCallSources): ReadToolCalls {
  const names = new Set(offered);
  const inText = findTextCalls(text, (name) => names.has(cleanToolName(name, names)));
  const read = ({ id, name, rawArguments }: FoundCall): ToolCall => {
    const cleaned = cleanToolName(name, names);
    const call: ToolCall = { ...(id === '' ? {} : { id }), name: cleaned, arguments: readNamed(rawArguments, cleaned) };
    return names.has(cleaned) ? call : innerCall(call, names);
  };
  const lists = [
    native.flatMap((entry) => readNative(entry)),
    harmony.map(({ name, rawArguments }) => ({ id: '', name, rawArguments })),
    inText.calls,
  ].map((found) => found.map(read));
  return { calls: lists.reduce(merge, []), text: inText.text };
}

const callKeys: ReadonlySet<string> = new Set(['name', 'arguments', 'parameters', 'input', 'id', 'type']);

/** A call inside a call to what is no tool (`python {"name": "write_file", "input": {…}}`): the inner one is meant. */
function innerCall(call: ToolCall, offered: ReadonlySet<string>): ToolCall {
  const value = call.arguments.ok ? call.arguments.value : {};
  const { name, arguments: inner = value['parameters'] ?? value['input'] } = value;
  const isCall = typeof name === 'string' && isObject(inner) && Object.keys(value).every((key) => callKeys.has(key));
  return isCall ? { ...call, name: cleanToolName(name, offered), arguments: { ok: true, value: inner } } : call;
}

function readNamed(rawArguments: unknown, name: string): ToolCall['arguments'] {
  if (name !== '') return readArguments(rawArguments, name);
  const raw = typeof rawArguments === 'string' ? rawArguments : jsonText(rawArguments);
  return { ok: false, raw, problem: 'The call has no name.' };
}

/** Reads an entry of `tool_calls`, in each of the three shapes services send, or as text of one. */
function readNative(entry: unknown): FoundCall[] {
  const value = typeof entry === 'string' ? parseJson(entry)?.value : entry;
  if (!isObject(value) || isEmptyObject(value)) return [];
  const inner = asObject(value['function']);
  const id = value['id'] ?? value['call_id'];
  return [{
    id: typeof id === 'number' ? String(id) : firstString(id),
    name: firstString(inner['name'], value['name'], value['function']),
    rawArguments: inner['arguments'] ?? inner['parameters'] ?? value['arguments'] ?? value['parameters'],
  }];
}

/**
 * The name of the tool a model meant: cut at the first control token, without namespaces like
 * `functions.`, and without the header words that stripped markup glues to it.
 */
function cleanToolName(raw: string, offered: ReadonlySet<string>): string {
  const cut = cutAtMarker(raw).trim().replace(/^to=/, '');
  if (offered.has(cut)) return cut;
  const [word = ''] = cut.split(/[\s({]/, 1);
  const name = word.replace(namespace, '');
  if (offered.has(name)) return name;
  const spelled = [...offered].find((tool) => lettersOf(tool) === lettersOf(cut.replace(namespace, '')));
  if (spelled !== undefined) return spelled;
  const unglued = name.replace(/(?:commentary|analysis)?(?:json)?$/, '');
  return offered.has(unglued) ? unglued : name;
}

const namespace = /^(?:(?:functions?|tools?)[.:])+/;

/** A name without what models change in it: `Find Name` and `find_name` are one. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/**
 * Adds the calls of another source. A call that came from both is one; where only one of the two
 * has arguments that can be read, that one stands.
 */
function merge(calls: readonly ToolCall[], others: readonly ToolCall[]): readonly ToolCall[] {
  const merged = [...calls];
  const open = new Map<string, number[]>();
  for (const [index, call] of calls.entries()) {
    const indices = open.get(keyOf(call));
    if (indices === undefined) open.set(keyOf(call), [index]);
    else indices.push(index);
  }
  for (const call of others) {
    const same = open.get(keyOf(call))?.shift();
    const broken = same === undefined && call.arguments.ok ? open.get(brokenKey(call))?.shift() : undefined;
    if (broken !== undefined) merged[broken] = { ...merged[broken], ...call };
    else if (same === undefined) merged.push(call);
  }
  return merged;
}

function brokenKey(call: ToolCall): string {
  return `${call.name} broken`;
}

function keyOf(call: ToolCall): string {
  return call.arguments.ok ? `${call.name} ${jsonText(sorted(call.arguments.value, 0))}` : brokenKey(call);
}

const deepest = 32;

/** The value with its keys in order, so that equal arguments have equal text. */
function sorted(value: unknown, depth: number): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => sorted(entry, depth + 1));
  if (!isObject(value)) return value;
  return Object.keys(value).sort().map((key) => [key, sorted(value[key], depth + 1)]);
}
