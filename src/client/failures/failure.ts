import { AssistantError, type Details, type Reason } from '../../core/errors.ts';

/**
 * Error codes as services of this envelope use them (ENDPOINT.md, "What codes mean there").
 * The code says more than most HTTP statuses, so it counts before them.
 */
const reasonOfCode: Readonly<Record<number, Reason>> = {
  3003: 'badRequest',
  3006: 'tooLarge',
  3007: 'timeout',
  3008: 'timeout',
  3036: 'quota',
  3040: 'capacity',
  3042: 'noSuchModel',
  5004: 'badRequest',
  5006: 'badRequest',
  5007: 'noSuchModel',
  10000: 'unauthorized',
};

/** Statuses that say more than any code beside them. */
const reasonOfPlainStatus: Readonly<Record<number, Reason>> = {
  401: 'unauthorized',
  403: 'forbidden',
  407: 'proxy',
  409: 'server',
  425: 'server',
};

/** Statuses worth a second try (ENDPOINT.md); every 5xx counts too. */
const retryableStatuses: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Reasons that a second try cannot mend, whatever the status says. */
const finalReasons: ReadonlySet<Reason> = new Set<Reason>([
  'quota', 'unauthorized', 'forbidden', 'noSuchModel', 'badRequest', 'tooLarge', 'proxy',
]);

/** Codes that mean "try again" even where they came with HTTP 200. */
const retryableReasons: ReadonlySet<Reason> = new Set<Reason>(['capacity', 'rateLimited', 'timeout']);

export interface HttpFailure {
  readonly status: number;
  readonly code?: number | undefined;
  /** The endpoint's own words, already freed of anything secret. */
  readonly said?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

export interface Failure {
  readonly error: AssistantError;
  readonly retryable: boolean;
}

/** An answer that is not a reply, as an error and whether trying again can help. */
export function httpFailure(failure: HttpFailure): Failure {
  const { code, said, retryAfterMs } = failure;
  const status = trueStatus(failure);
  const byCode = code === undefined ? undefined : reasonOfCode[code];
  const reason = reasonOfPlainStatus[status] ?? byCode ?? reasonOfStatus(status);
  const details: Details = {
    status: failure.status,
    ...(code === undefined ? {} : { code }),
    ...(said === undefined ? {} : { said }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const mayHelp = retryableStatuses.has(status) || status >= 500 || retryableReasons.has(reason);
  return { error: new AssistantError(reason, details), retryable: mayHelp && !finalReasons.has(reason) };
}

/** An error that came with success, in a stream above all, may name its status as its code. */
function trueStatus({ status, code }: HttpFailure): number {
  return status < 400 && code !== undefined && code >= 400 && code < 600 ? code : status;
}

function reasonOfStatus(status: number): Reason {
  if (status === 404) return 'noSuchModel';
  if (status === 408) return 'timeout';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'rateLimited';
  if (status >= 500) return 'server';
  if (status >= 400) return 'badRequest';
  // HTTP 200 with an error envelope whose code says nothing known.
  return 'server';
}

/** `Retry-After` in milliseconds: whole seconds or an HTTP date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
