import type { CompletionRequest } from '../../app/ports.ts';
import type { ClientConfig } from './config.ts';
import type { Call } from './wire.ts';

/** The settings with the limit of one request, where it has one of its own. */
export function withLimit(config: ClientConfig, maxTokens: number | undefined): ClientConfig {
  return maxTokens === undefined ? config : { ...config, parameters: { ...config.parameters, max_tokens: maxTokens } };
}

export function callOf({ parameters, stream, sendsEffort }: ClientConfig, { messages, effort, tools = [], probe }: CompletionRequest): Call {
  const level = effort === 'default' ? undefined : effort;
  return {
    messages,
    parameters,
    tools,
    stream: probe === undefined ? stream : probe === 'stream',
    effort: probe === 'reasoningEffort' || (probe === undefined && sendsEffort) ? level : undefined,
  };
}
