import type { JsonObject } from './behaviour.ts';
import type { Fault } from './fault.ts';

const usage = { prompt_tokens: 21, completion_tokens: 12, total_tokens: 33 };
const readFile = { name: 'read_file', arguments: { path: 'src/a.ts', start_line: 1, end_line: 20 } };
const text = 'The answer is 42.';

function result(value: JsonObject, describes: string): Fault {
  return { behaviour: { kind: 'result', result: value }, describes };
}

function choice(message: JsonObject, finish: string | null): JsonObject {
  return { choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }], usage };
}

function said(reply: string, describes: string): Fault {
  return { behaviour: { kind: 'text', text: reply }, describes };
}

/** Replies that came with success, in a shape the documentation does not have. */
export const replyFaults = {
  responseNull: result({ response: null, tool_calls: [], usage }, '`response` is null'),
  responseMissing: result({ tool_calls: [], usage }, '`response` is missing'),
  responseNumber: result({ response: 42, tool_calls: [], usage }, '`response` is a number'),
  responseObject: result({ response: { answer: 42 }, tool_calls: [], usage }, '`response` is an object'),
  resultEmpty: result({}, '`result` is empty'),
  resultNull: { behaviour: { kind: 'result', result: null }, describes: '`result` is null' },
  resultString: { behaviour: { kind: 'result', result: text }, describes: '`result` is the text itself' },
  openAiStyle: result(choice({ content: text }, 'stop'), 'The result is an OpenAI completion'),
  openAiReasoning: result(choice({ content: text, reasoning: 'Simple.' }, 'stop'), 'With reasoning in `reasoning`'),
  openAiReasoningContent: result(
    choice({ content: text, reasoning_content: 'Simple.' }, 'stop'),
    'With reasoning in `reasoning_content`',
  ),
  openAiContentNull: result(choice({ content: null, reasoning: 'Hm.' }, 'length'), 'Reasoning only, content null'),
  noUsage: { behaviour: { kind: 'text', text, usage: null }, describes: '`usage` is missing' },
  noToolCalls: result({ response: text, usage }, '`tool_calls` is missing'),
  slowBytes: {
    behaviour: { kind: 'slow', text, chunkChars: 1 },
    describes: 'Each byte comes by itself',
  },
  emptyReply: { behaviour: { kind: 'emptyReply' }, describes: 'Tokens billed, reply empty: all went on reasoning' },
  cutAtLength: {
    behaviour: { kind: 'text', text: 'The function begins by', finish: 'length' },
    describes: 'The reply ran into max_tokens',
  },
  toolCallsObject: {
    behaviour: { kind: 'toolCalls', calls: [readFile], shape: 'object' },
    describes: 'Tool calls as {name, arguments: {…}}',
  },
  toolCallsJson: {
    behaviour: { kind: 'toolCalls', calls: [readFile], shape: 'json' },
    describes: 'Tool calls as {name, arguments: "…"}',
  },
  toolCallsOpenAi: {
    behaviour: { kind: 'toolCalls', calls: [readFile], shape: 'openai' },
    describes: 'Tool calls in the shape of OpenAI',
  },
  toolCallsFinishStop: {
    behaviour: { kind: 'toolCalls', calls: [readFile], shape: 'openai', finish: 'stop' },
    describes: '`finish_reason` says stop beside tool calls',
  },
  toolCallUnknown: {
    behaviour: {
      kind: 'toolCalls',
      shape: 'object',
      calls: [{ name: 'repo_browser.open_file', arguments: { file_path: 'src/a.ts', start_line: 1 } }],
    },
    describes: 'A tool that was never offered',
  },
  toolCallBadArguments: {
    behaviour: {
      kind: 'toolCalls',
      shape: 'openai',
      calls: [{ name: 'read_file', arguments: '{"path":"src/a.ts"}}' }],
    },
    describes: 'Arguments with a trailing bracket',
  },
  toolCallDoublyEncoded: {
    behaviour: {
      kind: 'toolCalls',
      shape: 'openai',
      calls: [{ name: 'read_file', arguments: JSON.stringify('{"path":"src/a.ts"}') }],
    },
    describes: 'Arguments encoded twice',
  },
  toolCallNameWithMarker: {
    behaviour: {
      kind: 'toolCalls',
      shape: 'object',
      calls: [{ ...readFile, name: 'functions.read_file<|channel|>commentary' }],
    },
    describes: 'A tool name with a prefix and a control token',
  },
  callInTextArguments: said('{"name":"read_file","arguments":{"path":"src/a.ts"}}', 'A call as JSON in the text'),
  callInTextParameters: said('{"name":"read_file","parameters":{"path":"src/a.ts"}}', 'The same with `parameters`'),
  callInTextList: said('[{"name":"read_file","arguments":{"path":"src/a.ts"}}]', 'The same in a list'),
  callInTextFence: said('```json\n{"name":"read_file","arguments":{"path":"src/a.ts"}}\n```', 'The same in a fence'),
  lookAlikes: said(
    'Use\u202fa\u00a0\u201csafe\u201d check:\n\n' +
      '```ts\nconst\u00a0rest = total \u2212 used; // read\u2011only, it\u2019s 1\u20133\n```',
    'Look-alike spaces, hyphens, minus signs and quotes, in prose and in code',
  ),
} satisfies Record<string, Fault>;
