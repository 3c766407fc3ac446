import type { ToolCall } from '../../chat/messages.ts';
import { commandText } from './commandText.ts';
import { type Parameter, type Tool, type ToolName, tools } from './toolTable.ts';

/** A call whose arguments fit. Lines and counts are whole numbers from 1; paths are as the model wrote them. */
export type AgentCall =
  | { readonly tool: 'print_tree'; readonly path: string; readonly depth: number }
  | { readonly tool: 'search'; readonly query: string; readonly path: string; readonly maxResults: number }
  | {
      readonly tool: 'open_file';
      readonly path: string;
      readonly lineStart: number;
      readonly lineEnd: number | undefined;
    }
  | { readonly tool: 'apply_patch'; readonly patch: string }
  | {
      readonly tool: 'exec';
      readonly command: string;
      readonly workdir: string;
      /** In seconds; without it, the setting counts. */
      readonly timeout: number | undefined;
      readonly background: boolean;
    }
  | { readonly tool: 'diagnostics'; readonly path: string }
  | {
      readonly tool: 'references' | 'definition';
      readonly path: string;
      readonly symbol: string;
      readonly line: number | undefined;
    }
  | { readonly tool: 'plan'; readonly steps: readonly string[] }
  | { readonly tool: 'ask'; readonly question: string; readonly choices: readonly string[] };

export type ReadCall =
  | { readonly ok: true; readonly call: AgentCall }
  /** What is wrong, in words for the model that name the tool and its arguments. */
  | { readonly ok: false; readonly problem: string };

/** Namespaces that stand before names, right or wrong, and with an underscore where a service allows no dot. */
const NAMESPACE = /^(?:repo_browser|container|functions?|tools?|default_api)[._:/]+/;

/** Calls the model makes up to change files; the edit engine reads them as they are. */
const FILE_CALLS = new RegExp(
  [
    '^(?:write|create|edit|update|delete|remove|insert|replace|append|modify)' +
      '_?(?:to_)?(?:file|content|in_file|string)s?$',
    String.raw`^(?:str_replace\w*|apply_diff|edit_block|multi_?edit)$`,
  ].join('|'),
);

const byName: ReadonlyMap<string, Tool> = new Map(
  tools.flatMap((tool) => [tool.name, ...tool.aliases].map((name) => [name, tool] as const)),
);

const defaults = { depth: 2, maxResults: 50 } as const;

/** The tool a called name means; `apply_patch` also for calls made up to change a file. Undefined for others. */
export function toolNamed(called: string): ToolName | undefined {
  const name = plainName(called);
  return byName.get(name)?.name ?? (FILE_CALLS.test(name) ? 'apply_patch' : undefined);
}

/** Reads a call of the model: whatever it calls a tool and its arguments, as long as it is clear what is meant. */
export function readCall({ name: called, arguments: given }: ToolCall): ReadCall {
  const name = plainName(called);
  const tool = byName.get(name);
  if (tool === undefined) return given.ok && FILE_CALLS.test(name) ? fileCall(name, given.value) : unknownTool(called);
  if (!given.ok) return fromText(tool, given.raw, given.problem);
  return fromValues(tool, given.value);
}

/** A name without the namespace before it and the control tokens behind it, in small letters. */
function plainName(called: string): string {
  const cut = called.split('<|', 1)[0] ?? '';
  return cut.trim().toLowerCase().replaceAll('-', '_').replace(NAMESPACE, '').replace(NAMESPACE, '');
}

function unknownTool(called: string): ReadCall {
  return {
    ok: false,
    problem: `There is no tool "${called.slice(0, 80)}". The tools are ${tools.map(({ name }) => name).join(', ')}.`,
  };
}

function fileCall(name: string, value: Readonly<Record<string, unknown>>): ReadCall {
  return { ok: true, call: { tool: 'apply_patch', patch: JSON.stringify({ name, arguments: value }) } };
}

/** A patch and a command are often sent bare, without the JSON around them. */
function fromText(tool: Tool, raw: string, problem: string): ReadCall {
  const text = raw.trim();
  if (text !== '' && tool.name === 'apply_patch') return fromValues(tool, { patch: text });
  if (text !== '' && tool.name === 'exec' && !/^[[{"]/.test(text)) return fromValues(tool, { cmd: text });
  return { ok: false, problem: `${tool.name}: the arguments are not valid JSON (${problem}). ${signatureOf(tool)}` };
}

function fromValues(tool: Tool, given: Readonly<Record<string, unknown>>): ReadCall {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const parameter of tool.parameters) {
    const value = valueOf(parameter, given);
    if (value === undefined && parameter.required) problems.push(`"${parameter.name}" is missing`);
    const read = value === undefined ? undefined : coerce(parameter, value);
    if (read !== undefined && 'problem' in read) problems.push(read.problem);
    else if (read !== undefined) values.set(parameter.name, read.value);
  }
  if (problems.length > 0) return { ok: false, problem: `${tool.name}: ${problems.join('; ')}. ${signatureOf(tool)}` };
  return { ok: true, call: callOf(tool.name, values) };
}

function valueOf({ name, aliases = [] }: Parameter, given: Readonly<Record<string, unknown>>): unknown {
  for (const key of [name, ...aliases]) {
    const value = given[key];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

type Coerced = { readonly value: unknown } | { readonly problem: string };

function coerce({ name, type, range }: Parameter, value: unknown): Coerced {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? { value } : { problem: `"${name}" must be a text` };
    case 'count':
      return countOf(name, value, range ?? [1, Number.MAX_SAFE_INTEGER]);
    case 'flag':
      return { value: value === true || value === 'true' };
    case 'list':
      return listOf(name, value);
    case 'command': {
      const command = commandText(value);
      return command === undefined ? { problem: `"${name}" must be a list of words or one text` } : { value: command };
    }
  }
}

function countOf(name: string, value: unknown, [least, most]: readonly [number, number]): Coerced {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return { problem: `"${name}" must be a whole number` };
  // A number outside the range still says what is wanted: the first line, or as much as there is.
  return { value: Math.min(most, Math.max(least, number)) };
}

/** A list of texts; entries may be objects with the text inside, and one text may hold a line for each entry. */
function listOf(name: string, value: unknown): Coerced {
  const entries: readonly unknown[] = typeof value === 'string' ? value.split('\n') : Array.isArray(value) ? value : [];
  const texts = entries.map(entryText).filter((text) => text.trim() !== '');
  return texts.length > 0 ? { value: texts } : { problem: `"${name}" must be a list of texts` };
}

const MARKS: Readonly<Record<string, string>> = {
  completed: '[x] ',
  done: '[x] ',
  in_progress: '[>] ',
  active: '[>] ',
};

function entryText(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return '';
  const { status, ...rest } = entry as Readonly<Record<string, unknown>>;
  const text = Object.values(rest).find((value) => typeof value === 'string') ?? '';
  return (typeof status === 'string' ? (MARKS[status] ?? '') : '') + text;
}

function callOf(tool: ToolName, values: ReadonlyMap<string, unknown>): AgentCall {
  const text = (name: string): string => (values.get(name) as string | undefined) ?? '';
  const count = (name: string): number | undefined => values.get(name) as number | undefined;
  const list = (name: string): readonly string[] => (values.get(name) as readonly string[] | undefined) ?? [];
  switch (tool) {
    case 'print_tree':
      return { tool, path: text('path'), depth: count('depth') ?? defaults.depth };
    case 'search':
      return {
        tool,
        query: text('query'),
        path: text('path'),
        maxResults: count('max_results') ?? defaults.maxResults,
      };
    case 'open_file':
      return { tool, path: text('path'), lineStart: count('line_start') ?? 1, lineEnd: count('line_end') };
    case 'apply_patch':
      return { tool, patch: text('patch') };
    case 'exec':
      return execOf(text('cmd'), {
        workdir: text('workdir'),
        timeout: count('timeout'),
        background: values.get('background') === true,
      });
    case 'diagnostics':
      return { tool, path: text('path') };
    case 'references':
    case 'definition':
      return { tool, path: text('path'), symbol: text('symbol'), line: count('line') };
    case 'plan':
      return { tool, steps: list('steps') };
    case 'ask':
      return { tool, question: text('question'), choices: list('choices') };
  }
}

/** `apply_patch` sent to the shell, as a heredoc or as its one argument. */
const SHELL_PATCH = new RegExp(
  String.raw`^\s*apply_?patch\s+(?:${[
    String.raw`<<-?\s*(['"]?)(\w+)\1\s*\n([\s\S]*?)\n\2\s*$`,
    String.raw`(['"])([\s\S]*\*\*\* End Patch\s*)\4\s*$`,
  ].join('|')})`,
);

type ExecCall = Extract<AgentCall, { readonly tool: 'exec' }>;

function execOf(command: string, rest: Pick<ExecCall, 'workdir' | 'timeout' | 'background'>): AgentCall {
  const sent = SHELL_PATCH.exec(command);
  const patch = sent?.[3] ?? sent?.[5];
  // In another folder the paths would mean other files: there the command is told to use the tool.
  return patch !== undefined && rest.workdir === ''
    ? { tool: 'apply_patch', patch }
    : { tool: 'exec', command, ...rest };
}

function signatureOf({ name, parameters }: Tool): string {
  return `Call it as ${name}({${parameters.map((one) => `${one.name}${one.required ? '' : '?'}`).join(', ')}}).`;
}
