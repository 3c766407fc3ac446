import type { CompletionRequest } from '../../app/ports.ts';
import type { ClientConfig } from './config.ts';
import type { Call } from './wire.ts';

/** The settings with the limit of one request, where it has one of its own. */
export function withLimit(config: ClientConfig, maxTokens: number | undefined): ClientConfig {
  return maxTokens === undefined ? config : { ...config, parameters: { ...config.parameters, max_tokens: maxTokens } };
}

export function callOf(config: ClientConfig, request: CompletionRequest): Call {
  const { parameters, stream, sendsEffort } = config;
  const { messages, effort, tools = [], probe } = request;
  const level = effort === 'default' ? undefined : effort;
  return {
    messages,
    parameters,
    tools,
    stream: probe === undefined ? stream : probe === 'stream',
    effort: probe === 'reasoningEffort' || (probe === undefined && sendsEffort) ? level : undefined,
  };
}
