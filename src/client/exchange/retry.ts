import { AssistantError } from '../../core/errors.ts';
import type { RetryNotice } from '../../app/ports.ts';
import type { Failure } from '../failures/failure.ts';

/** Waits so many milliseconds; rejects at once when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface RetryPolicy {
  readonly attempts: number;
  /** Wait before the second attempt, in milliseconds; doubled for each further one. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** A longer `Retry-After` than this is not waited for, but told to the user. */
  readonly maxRetryAfterMs: number;
}

export const defaultPolicy: RetryPolicy = { attempts: 4, baseMs: 500, maxMs: 8_000, maxRetryAfterMs: 60_000 };

export type Attempt<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Failure);

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly policy?: RetryPolicy;
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
}

/** Tries until it succeeds, a failure is final, the attempts are used up, or the signal aborts. */
export async function withRetries<T>(attempt: () => Promise<Attempt<T>>, options: RetryOptions): Promise<T> {
  const policy = options.policy ?? defaultPolicy;
  for (let count = 1; ; count++) {
    const result = await attempt();
    if (result.ok) return result.value;
    const waitMs = waitBefore(count + 1, result.error, policy, options.random);
    if (!result.retryable || count >= policy.attempts || waitMs === undefined) throw counted(result.error, count);
    options.onRetry?.({ attempt: count + 1, waitMs, error: result.error });
    await options.wait(waitMs, options.signal);
  }
}

/** What the endpoint asked for, else exponential backoff with jitter; undefined when it asks for too long. */
function waitBefore(
  attempt: number,
  error: AssistantError,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  const asked = error.details.retryAfterMs;
  if (asked !== undefined) return asked <= policy.maxRetryAfterMs ? asked : undefined;
  const ceiling = Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 2));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

function counted(error: AssistantError, attempts: number): AssistantError {
  return new AssistantError(error.reason, { ...error.details, attempts }, error.cause);
}

/** The wait of a real client. */
export const timerWait: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new AssistantError('cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
