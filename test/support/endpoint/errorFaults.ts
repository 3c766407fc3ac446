import type { Fault } from './fault.ts';

function status(code: number, describes: string): Fault {
  return { behaviour: { kind: 'status', status: code }, describes: `${code}: ${describes}` };
}

function coded(httpStatus: number, code: number, message: string, describes: string): Fault {
  return {
    behaviour: { kind: 'envelopeError', status: httpStatus, errors: [{ code, message }] },
    describes: `${httpStatus} with code ${code}: ${describes}`,
  };
}

/** Answers that say no, connections that end, and addresses that move. */
export const errorFaults = {
  status400: status(400, 'bad input; never retried'),
  status401: status(401, 'bad credentials; never retried'),
  status403: status(403, 'not allowed; never retried'),
  status404: status(404, 'no such address; never retried'),
  status408: status(408, 'time-out at the service; retried'),
  status409: status(409, 'conflict; retried'),
  status413: status(413, 'request too large; never retried'),
  status422: status(422, 'invalid data; never retried'),
  status425: status(425, 'too early; retried'),
  status429: status(429, 'too many requests; retried'),
  status500: status(500, 'server error; retried'),
  status502: status(502, 'bad gateway; retried'),
  status503: status(503, 'unavailable; retried'),
  status504: status(504, 'gateway time-out; retried'),
  quotaUsedUp: coded(429, 3036, 'AiError: You have used up your allocation', 'quota used up; retrying does not help'),
  noCapacity: coded(429, 3040, 'AiError: Capacity temporarily exceeded, please try again', 'no capacity; retried'),
  timeout3007: coded(408, 3007, 'AiError: Request timed out', 'time-out; retried'),
  timeout3008: coded(408, 3008, 'AiError: Request was aborted', 'time-out; retried'),
  tooLarge3006: coded(413, 3006, 'AiError: Request is too large', 'too large; never retried'),
  noSuchModel3042: coded(404, 3042, 'AiError: Model not found', 'no such model; never retried'),
  noSuchModel5007: coded(400, 5007, 'AiError: No such model openai/gpt-oss-120b or task', 'no such model'),
  badInput3003: coded(400, 3003, 'AiError: Bad input', 'bad input; never retried'),
  badInput5004: coded(400, 5004, 'AiError: Invalid data', 'bad input; never retried'),
  badInput5006: coded(400, 5006, 'AiError: Bad input: required properties are missing', 'bad input; never retried'),
  badCredentials10000: coded(401, 10000, 'Authentication error', 'bad credentials; never retried'),
  errorWithStatus200: coded(200, 5006, 'AiError: Bad input: max_tokens', 'a failure that HTTP calls a success'),
  capacityWithStatus200: coded(200, 3040, 'AiError: Capacity temporarily exceeded', 'no capacity, called a success'),
  errorsAsStrings: {
    behaviour: { kind: 'envelopeError', status: 400, errors: ['Bad input: temperature must be at most 5'] },
    describes: 'The entries of `errors` are strings',
  },
  codeInsideMessage: {
    behaviour: { kind: 'envelopeError', status: 429, errors: ['3040: out of capacity'] },
    describes: 'The code sits inside the message',
  },
  noErrorsListed: {
    behaviour: { kind: 'envelopeError', status: 200, errors: [] },
    describes: '`success: false` with no error in the list',
  },
  bodyWithoutEnvelope: {
    behaviour: { kind: 'status', status: 500, body: { message: 'Internal server error' } },
    describes: 'JSON of another shape with an error status',
  },
  htmlFromProxy: { behaviour: { kind: 'html', status: 502 }, describes: 'An HTML page from a proxy' },
  htmlWithStatus200: { behaviour: { kind: 'html', status: 200 }, describes: 'A sign-in page in place of a reply' },
  emptyBody: { behaviour: { kind: 'empty' }, describes: '200 with an empty body' },
  emptyErrorBody: { behaviour: { kind: 'empty', status: 503 }, describes: '503 with an empty body' },
  cutOffJson: { behaviour: { kind: 'cutOffJson' }, describes: 'A body that ends in the middle of its JSON' },
  notJson: {
    behaviour: {
      kind: 'raw',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { base64: '//4AwyjQ' },
    },
    describes: 'Bytes that are neither JSON nor UTF-8',
  },
  rateLimitedSeconds: { behaviour: { kind: 'rateLimited', retryAfter: 2 }, describes: 'Retry-After in seconds' },
  rateLimitedDate: {
    behaviour: { kind: 'rateLimited', retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' },
    describes: 'Retry-After as a date, already past',
  },
  hang: { behaviour: { kind: 'hang' }, describes: 'Takes the request and never answers' },
  reset: { behaviour: { kind: 'reset' }, describes: 'The connection is reset before any answer; retried' },
  resetInBody: {
    behaviour: { kind: 'reset', afterBytes: 40 },
    describes: 'The connection ends after 40 bytes of the body; retried',
  },
  redirectElsewhere: {
    behaviour: { kind: 'redirect', status: 307, location: 'http://127.0.0.1:1/api/v1' },
    describes: 'A redirect to another origin, which must not get the key',
  },
} satisfies Record<string, Fault>;
