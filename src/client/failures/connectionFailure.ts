import { AssistantError, type Details, type Reason } from '../../core/errors.ts';
import type { Failure } from './failure.ts';

interface Fault {
  readonly reason: Reason;
  readonly said: string;
  readonly retryable: boolean;
}

const down = (said: string, retryable = false): Fault => ({ reason: 'unreachable', said, retryable });
const broken = (said: string, retryable = true): Fault => ({ reason: 'disconnected', said, retryable });
const untrusted = (said: string): Fault => ({ reason: 'certificate', said, retryable: false });

const unknownAuthority =
  'its certificate comes from an authority that this system does not know; ' +
  "if it is your organisation's own, add it to the certificates of the system";

/** What broke a connection, by the codes of Node's sockets, its TLS, its HTTP parser and its fetch. */
const faults: Readonly<Record<string, Fault>> = {
  ENOTFOUND: down('its name could not be found'),
  EAI_AGAIN: down('its name could not be looked up: the name service does not answer', true),
  ENETUNREACH: down('no network leads there'),
  ENETDOWN: down('the network is down'),
  EHOSTUNREACH: down('no route leads there'),
  ECONNREFUSED: down('it refused the connection'),
  ETIMEDOUT: down('it did not take the connection in time', true),
  UND_ERR_CONNECT_TIMEOUT: down('it did not take the connection in time', true),
  ERR_SSL_WRONG_VERSION_NUMBER: down('it does not speak TLS there; should the address begin with http:// ?'),
  EPROTO: down('it does not speak TLS as expected'),
  HTTPParserError: down('it does not speak HTTP there'),
  ECONNRESET: broken('the connection was reset'),
  EPIPE: broken('the connection was reset'),
  UND_ERR_SOCKET: broken('the connection was closed before the answer was whole'),
  UND_ERR_HEADERS_TIMEOUT: broken('nothing came for too long', false),
  UND_ERR_BODY_TIMEOUT: broken('nothing came for too long', false),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('its certificate is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted(unknownAuthority),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted(unknownAuthority),
  UNABLE_TO_GET_ISSUER_CERT: untrusted(unknownAuthority),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted(unknownAuthority),
  CERT_HAS_EXPIRED: untrusted('its certificate has expired; or the clock of this machine is wrong'),
  CERT_NOT_YET_VALID: untrusted('its certificate is not valid yet; or the clock of this machine is wrong'),
  CERT_REVOKED: untrusted('its certificate was revoked'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted('its certificate is for another host'),
};

/** What else OpenSSL may find wrong with a certificate. */
const otherCertificateFault = untrusted('its certificate could not be verified');

function faultOf(code: string): Fault | undefined {
  if (Object.hasOwn(faults, code)) return faults[code];
  return /^(CERT|CRL|UNABLE_TO|INVALID_CA|ERR_TLS_CERT)/.test(code) ? otherCertificateFault : undefined;
}

/** Faults that a machine without a network has with every host. */
const offlineFaults: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN']);

/**
 * A request that got no answer: the fault behind it in words. The thrown value is not kept: it may hold the key.
 * `online`: whether this machine has a network at all.
 */
export function connectionFailure(thrown: unknown, url: string, online = true): Failure {
  const links = linksOf(thrown);
  const codes = links.flatMap(({ code }) => code ?? []);
  const code = codes.find((one) => faultOf(one) !== undefined) ?? codes[0];
  const fault = code === undefined ? undefined : faultOf(code);
  const said = fault === undefined ? (code ?? 'no answer') : `${fault.said} (${code ?? ''})`;
  const { host } = targetOf(url);
  if (code !== undefined && !online && offlineFaults.has(code)) return failure('offline', { host, said }, false);
  const proxy = refusedByProxy(links) ?? (fault === undefined ? undefined : unreachedProxy(links, fault, said, url));
  return proxy ?? failure(fault?.reason ?? 'unreachable', { host, said }, fault?.retryable ?? false);
}

function failure(reason: Reason, details: Details, retryable: boolean): Failure {
  return { error: new AssistantError(reason, details), retryable };
}

/** What an error of Node tells: its code, and for a connection that failed, whom it was to. */
interface Link {
  readonly code: string | undefined;
  readonly message: string;
  readonly hostname: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/** The errors along the chain of causes; at most 8, as a chain may loop. */
function linksOf(thrown: unknown): Link[] {
  const links: Link[] = [];
  let link: unknown = thrown;
  while (links.length < 8 && typeof link === 'object' && link !== null) {
    const message = 'message' in link ? link.message : undefined;
    const fields: Readonly<Record<string, unknown>> = { ...link, message };
    links.push({
      // The errors of undici's parser have a name alone.
      code: text(fields['code']) ?? (fields['name'] === 'HTTPParserError' ? 'HTTPParserError' : undefined),
      message: text(fields['message']) ?? '',
      hostname: text(fields['hostname']),
      address: text(fields['address']),
      port: typeof fields['port'] === 'number' ? fields['port'] : undefined,
    });
    if (link instanceof AggregateError) link = link.errors[0];
    else link = 'cause' in link ? link.cause : undefined;
  }
  return links;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Answers of a proxy that another try may change: the way behind it was not free. */
const passing: ReadonlySet<number> = new Set([503, 504]);

/** A tunnel that a proxy did not open is told by the message alone (undici, which is Node's fetch and VS Code's). */
function refusedByProxy(links: readonly Link[]): Failure | undefined {
  const match = links.map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)).find((one) => one !== null);
  if (match === undefined) return undefined;
  const status = Number(match[1]);
  return failure('proxy', { status, said: `it answered ${status}` }, passing.has(status));
}

/** A connection that failed on its way to another name or port than the endpoint's was one to a proxy. */
function unreachedProxy(links: readonly Link[], fault: Fault, said: string, url: string): Failure | undefined {
  const target = targetOf(url);
  const differs = <T>(found: T | undefined, wanted: T): boolean => found !== undefined && found !== wanted;
  const elsewhere = links.find(
    ({ hostname, port }) => differs(hostname, target.hostname) || differs(port, target.port),
  );
  if (elsewhere === undefined) return undefined;
  const host = elsewhere.hostname ?? `${elsewhere.address ?? ''}:${elsewhere.port ?? ''}`;
  return failure('proxy', { host, said }, fault.retryable);
}

function targetOf(url: string): { readonly host: string; readonly hostname: string; readonly port: number } {
  if (!URL.canParse(url)) return { host: url, hostname: url, port: 0 };
  const { host, hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  // IPv6 addresses stand in brackets in a URL, and without them in an error.
  return { host, hostname: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}
