import type { Parameters } from './parameters.ts';

/** Which form the requests have: the documented one of Dataoorts, or that of the common OpenAI-compatible servers. */
export type Protocol = 'dataoorts' | 'openai';

/** What one request needs to know; read anew for each, so that a changed setting or key counts at once. */
export interface ClientConfig {
  /** The whole address for `dataoorts`; the base, such as `http://localhost:8000/v1`, for `openai`. */
  readonly url: string;
  readonly protocol: Protocol;
  /** Whether this machine has a network at all; without it, it is taken to have one. */
  readonly online?: () => boolean;
  readonly model: string;
  /** Undefined: none set. Goes into the Authorization header and nowhere else. */
  readonly key: string | undefined;
  readonly parameters: Parameters;
  /** Longest wait for the whole reply or, where it streams, for its first piece, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether replies are asked for as streams. */
  readonly stream: boolean;
  /** Whether the reasoning level also goes along as `reasoning_effort`. */
  readonly sendsEffort: boolean;
  /** Longest silence within a stream, in milliseconds. Default: two minutes, since reasoning may be kept back. */
  readonly idleMs?: number;
}

/** One line of the log: never the key; bodies only at trace level. */
export interface ClientLog {
  info(message: string): void;
  trace(message: string): void;
}

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Left out for GET. */
  readonly body?: unknown;
}
