import { AssistantError, type Details, type Reason } from '../core/errors.ts';

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
const reasonOfPlainStatus: Readonly<Record<number, Reason>> = { 401: 'unauthorized', 403: 'forbidden', 409: 'server', 425: 'server' };

/** Statuses worth a second try (ENDPOINT.md); every 5xx counts too. */
const retryableStatuses: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Reasons that a second try cannot mend, whatever the status says. */
const finalReasons: ReadonlySet<Reason> = new Set<Reason>(['quota', 'unauthorized', 'forbidden', 'noSuchModel', 'badRequest', 'tooLarge']);

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
  const { status, code, said, retryAfterMs } = failure;
  const reason = reasonOfPlainStatus[status] ?? (code === undefined ? undefined : reasonOfCode[code]) ?? reasonOfStatus(status);
  const details: Details = {
    status,
    ...(code === undefined ? {} : { code }),
    ...(said === undefined ? {} : { said }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const mayHelp = retryableStatuses.has(status) || status >= 500 || retryableReasons.has(reason);
  return { error: new AssistantError(reason, details), retryable: mayHelp && !finalReasons.has(reason) };
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

/** What broke a connection, by the codes of Node's sockets, its TLS and its fetch. */
const connectionFaults: Readonly<Record<string, { readonly said: string; readonly retryable: boolean }>> = {
  ENOTFOUND: { said: 'its name could not be found', retryable: false },
  EAI_AGAIN: { said: 'its name could not be looked up; are you offline?', retryable: false },
  ECONNREFUSED: { said: 'it refused the connection', retryable: false },
  EHOSTUNREACH: { said: 'no route leads there', retryable: false },
  ENETUNREACH: { said: 'no network is reachable; are you offline?', retryable: false },
  ECONNRESET: { said: 'the connection was reset', retryable: true },
  EPIPE: { said: 'the connection was reset', retryable: true },
  UND_ERR_SOCKET: { said: 'the connection broke off', retryable: true },
  ETIMEDOUT: { said: 'the connection timed out', retryable: true },
  UND_ERR_CONNECT_TIMEOUT: { said: 'the connection timed out', retryable: true },
  UND_ERR_HEADERS_TIMEOUT: { said: 'it sent nothing for too long', retryable: false },
  UND_ERR_BODY_TIMEOUT: { said: 'it sent nothing for too long', retryable: false },
  DEPTH_ZERO_SELF_SIGNED_CERT: { said: 'its certificate is self-signed', retryable: false },
  SELF_SIGNED_CERT_IN_CHAIN: { said: 'its certificate chain is self-signed', retryable: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { said: 'its certificate could not be verified', retryable: false },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { said: 'its certificate comes from an unknown authority', retryable: false },
  CERT_HAS_EXPIRED: { said: 'its certificate has expired', retryable: false },
  ERR_TLS_CERT_ALTNAME_INVALID: { said: 'its certificate is for another host', retryable: false },
};

/** A request that got no answer: the fault behind it in words. The thrown value is not kept: it may hold the key. */
export function connectionFailure(thrown: unknown, url: string): Failure {
  const host = hostOf(url);
  const code = codesOf(thrown).find((one) => Object.hasOwn(connectionFaults, one));
  const fault = code === undefined ? undefined : connectionFaults[code];
  const said = fault === undefined ? (codesOf(thrown)[0] ?? 'no answer') : `${fault.said} (${code ?? ''})`;
  return { error: new AssistantError('offline', { host, said }), retryable: fault?.retryable ?? false };
}

/** Error codes along the chain of causes; at most 8 links, as a chain may loop. */
function codesOf(thrown: unknown): string[] {
  const codes: string[] = [];
  let link: unknown = thrown;
  for (let depth = 0; depth < 8 && typeof link === 'object' && link !== null; depth++) {
    if ('code' in link && typeof link.code === 'string') codes.push(link.code);
    if (link instanceof AggregateError) link = link.errors[0];
    else link = 'cause' in link ? link.cause : undefined;
  }
  return codes;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** `Retry-After` in milliseconds: whole seconds or an HTTP date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
