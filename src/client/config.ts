import type { Parameters } from './parameters.ts';

/** What one request needs to know; read anew for each, so that a changed setting or key counts at once. */
export interface ClientConfig {
  readonly url: string;
  readonly model: string;
  /** Undefined: none set. Goes into the Authorization header and nowhere else. */
  readonly key: string | undefined;
  readonly parameters: Parameters;
  /** Longest wait for the whole reply, in milliseconds. */
  readonly timeoutMs: number;
}

/** One line of the log: never the key; bodies only at trace level. */
export interface ClientLog {
  info(message: string): void;
  trace(message: string): void;
}

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
