/** Tokens the endpoint counted for one reply. Whole numbers, 0 or more. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
}

/**
 * A call of a tool that the model asked for.
 * `arguments` is the parsed object, or the raw text with what was wrong with it.
 */
export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments:
    | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
    | { readonly ok: false; readonly raw: string; readonly problem: string };
}

/** A tool as it is offered to the model: what it is for and its arguments as JSON Schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How much the model reasons before it answers. */
export type ReasoningLevel = 'low' | 'medium' | 'high';

/** The level asked for; `default` leaves it to the endpoint. */
export type Effort = 'default' | ReasoningLevel;

/** One message of the documented request: `content` is always a string, never null. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * What was left out of a request because it did not fit into the context window: the oldest questions with their
 * replies.
 */
export interface Trimmed {
  readonly exchanges: number;
  readonly tokens: number;
}

/**
 * Why the model stopped: it was done, it ran into `max_tokens`, it called a tool, something ended the reply before it
 * was done, or all of an answer came and the endpoint said nothing of it, as in the documented call.
 */
export type FinishReason = 'stop' | 'length' | 'toolCalls' | 'cutOff' | 'unknown';

const wholeFinishes: ReadonlySet<string> = new Set<FinishReason>(['stop', 'toolCalls', 'unknown']);

/** Whether a reply is known to be whole. Only such a reply may become an edit by itself. */
export function isWhole(finish: FinishReason): boolean {
  return wholeFinishes.has(finish);
}

/** What came back for one request, whatever shape it came in. */
export interface ModelReply {
  /** The answer alone: no reasoning, no markup. May be empty when there are tool calls. */
  readonly text: string;
  /** The model's reasoning, empty when none was sent. Never sent back. */
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: Usage | undefined;
  readonly finish: FinishReason;
  /** What the endpoint said where it ended a reply before it was done; with `cutOff` alone. */
  readonly cutOffBy?: string;
}

/** One level below; the lowest stays. The level `default` leaves to the endpoint is medium (the model card). */
export function lessReasoning(effort: Effort): ReasoningLevel {
  return effort === 'high' ? 'medium' : 'low';
}
