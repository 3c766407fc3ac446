import type { Message, ReasoningLevel, ToolDefinition } from '../../core/chat/messages.ts';
import type { ClientConfig, WireRequest } from './config.ts';
import type { Parameters } from './parameters.ts';

/** One call, before it is put into a protocol's words. */
export interface Call {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  readonly stream: boolean;
  /** Sent as a parameter; undefined: not sent. */
  readonly effort: ReasoningLevel | undefined;
  readonly tools: readonly ToolDefinition[];
}

/** All that differs between the protocols on the way out. What comes back is told apart by what it is. */
export interface WireAdapter {
  readonly needsKey: boolean;
  completion(config: ClientConfig, call: Call): WireRequest;
  /** The request for the list of models; undefined where the protocol has none. */
  models(config: ClientConfig): WireRequest | undefined;
}

/** The call with nothing in it that the endpoint may not know. */
export function documented(call: Call): Call {
  return { ...call, stream: false, effort: undefined, tools: [] };
}

export function goesBeyond({ stream, effort, tools }: Call): boolean {
  return stream || effort !== undefined || tools.length > 0;
}

/** Header of a JSON request; without a key there is no Authorization. */
export function jsonHeaders(key: string | undefined): Record<string, string> {
  return { 'Content-Type': 'application/json', ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) };
}

/** Messages with their two documented fields and nothing else. */
export function wireMessages(messages: readonly Message[]): Message[] {
  return messages.map(({ role, content }) => ({ role, content }));
}

/** Tools in the form that both kinds of services take where they take any. */
export function wireTools(tools: readonly ToolDefinition[]): object[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
}
