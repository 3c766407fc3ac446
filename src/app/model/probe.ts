import { addUsage } from '../../core/chat/request/cost.ts';
import type { ModelReply, ToolDefinition, Usage } from '../../core/chat/messages.ts';
import { pingMessages, toolPingMessages } from '../../core/chat/prompts/prompts.ts';
import { toAssistantError } from '../../core/errors.ts';
import type { Arrival, Capabilities, Clock, CompletionRequest, ModelPort } from '../ports.ts';

/** Tokens one probe may cost: enough for the model to begin an answer. */
export const pingTokens = 16;

/** Tokens for the probe of tools: a call comes after some reasoning. */
const toolTokens = 64;

const pingTool: ToolDefinition = {
  name: 'ping',
  description: 'Answers with pong.',
  parameters: { type: 'object', properties: {}, required: [] },
};

/** How one tiny call ended. `refused`: the endpoint did not take the request; `unknown`: it never came to that. */
interface Tried {
  readonly kind: 'replied' | 'empty' | 'refused' | 'unknown';
  readonly reply?: ModelReply;
  readonly arrival: Arrival | undefined;
  readonly usage: Usage | undefined;
}

export interface Probed {
  readonly capabilities: Capabilities;
  readonly usage: Usage | undefined;
}

/**
 * Tries what is not documented, each by one tiny call: a stream, tools, the reasoning level as a parameter.
 * Throws only `cancelled`.
 */
export async function probeEndpoint(
  model: ModelPort,
  clock: Clock,
  signal: AbortSignal,
  report: (what: string) => void,
): Promise<Probed> {
  report('trying streaming');
  const stream = await tried(model, { messages: pingMessages, maxTokens: pingTokens, probe: 'stream' }, signal);
  report('trying tools');
  const tools = await tried(
    model,
    { messages: toolPingMessages, maxTokens: toolTokens, probe: 'tools', tools: [pingTool] },
    signal,
  );
  report('trying the reasoning level');
  const effort = await tried(
    model,
    { messages: pingMessages, maxTokens: pingTokens, probe: 'reasoningEffort', effort: 'low' },
    signal,
  );
  const usage = addUsage(addUsage(stream.usage, tools.usage), effort.usage);
  const capabilities = {
    stream: streamFound(stream),
    tools: toolsFound(tools),
    reasoningEffort: effortFound(effort),
    checkedAt: clock.now(),
  };
  return { capabilities, usage };
}

async function tried(model: ModelPort, request: CompletionRequest, signal: AbortSignal): Promise<Tried> {
  let arrival: Arrival | undefined;
  try {
    const reply = await model.complete(request, { signal, onArrival: (how) => (arrival = how) });
    return { kind: 'replied', reply, arrival, usage: reply.usage };
  } catch (thrown) {
    const { reason, details } = toAssistantError(thrown);
    if (reason === 'cancelled') throw thrown;
    const kind = reason === 'emptyReply' ? 'empty' : reason === 'badRequest' ? 'refused' : 'unknown';
    return { kind, arrival, usage: details.usage };
  }
}

function streamFound({ kind, arrival, usage }: Tried): Capabilities['stream'] {
  if (kind === 'refused' || kind === 'unknown') return kind;
  if (arrival === 'stream') return 'streams';
  // So few tokens may all go into reasoning; a service that cannot stream sends nothing, not even a count.
  return kind === 'empty' && usage === undefined ? 'empty' : 'whole';
}

function toolsFound({ kind, reply }: Tried): Capabilities['tools'] {
  if (kind === 'refused' || kind === 'unknown') return kind;
  return reply?.toolCalls.some(({ name }) => name === pingTool.name) === true ? 'called' : 'taken';
}

function effortFound({ kind }: Tried): Capabilities['reasoningEffort'] {
  return kind === 'refused' || kind === 'unknown' ? kind : 'taken';
}
