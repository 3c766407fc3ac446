/**
 * What the stand-in endpoint can be told to do with one request. Behaviours are plain JSON data, so a test in another
 * process can send them over the control road (see controlRoad.ts).
 */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type Protocol = 'dataoorts' | 'openai';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** How a request with `stream: true` is answered. */
export type StreamManner =
  /** As the protocol does it: 'sse' on the Dataoorts road, 'sse-openai' on the other. */
  | 'native'
  /** Events `{"response":"tok"}`. */
  | 'sse'
  /** OpenAI's deltas. */
  | 'sse-openai'
  /** As if it had not been asked for. */
  | 'json'
  /** JSON whose result is empty. */
  | 'json-empty'
  /** JSON whose `response` holds the raw event text. */
  | 'json-events'
  /** Status 400. */
  | 'refuse';

/** `{name, arguments: {…}}`, `{name, arguments: "…"}` or OpenAI's `{id, type, function: {name, arguments: "…"}}`. */
export type ToolCallShape = 'object' | 'json' | 'openai';

export interface ScriptedCall {
  readonly name: string;
  /** A string goes out as it stands, so it may be malformed. */
  readonly arguments: JsonObject | string;
}

/** What may be said about any reply that carries text or calls. */
export interface ReplyTraits {
  readonly reasoning?: string;
  readonly reasoningField?: 'reasoning' | 'reasoning_content';
  /** Left out: derived from the lengths. Null: the reply has no `usage` at all. */
  readonly usage?: Usage | null;
  /** The finish reason. On the Dataoorts road, whose documentation has none, it is sent only when given here. */
  readonly finish?: string;
  /** 'choices' puts an OpenAI-style reply into the Dataoorts `result`. */
  readonly as?: 'response' | 'choices';
  /** Overrides the endpoint's own manner for this one reply. */
  readonly streaming?: StreamManner;
  /** Characters of text in one stream event; about one token when left out. */
  readonly chunkChars?: number;
}

/** When the pieces of an answer go out: each waits for the gate, then for the delay. Neither: at once. */
export interface Pace {
  /** Every piece takes one permit of this gate; see `openGate`. */
  readonly gate?: string;
  /** Milliseconds before each piece. For manual play only: a test uses a gate. */
  readonly delayMs?: number;
}

export interface TextBehaviour extends ReplyTraits {
  readonly kind: 'text';
  readonly text: string;
}

/** A reply in pieces. Streamed: one event of `chunkChars` a piece. Plain JSON: `chunkChars` characters of the body. */
export interface SlowBehaviour extends ReplyTraits, Pace {
  readonly kind: 'slow';
  readonly text: string;
  readonly chunkChars: number;
}

export interface ToolCallsBehaviour extends ReplyTraits {
  readonly kind: 'toolCalls';
  readonly calls: readonly ScriptedCall[];
  readonly shape: ToolCallShape;
  readonly text?: string;
}

/** An event stream, whatever the request asked for. */
export interface StreamBehaviour extends Pace {
  readonly kind: 'stream';
  /** A list holds the `data:` payload of each event; a string is the event text itself. */
  readonly events: string | readonly string[];
  /** `[DONE]`; a clean end without it; an open, silent connection; a destroyed socket. */
  readonly end: 'done' | 'cut' | 'none' | 'reset';
  /**
   * Byte positions to cut at, or a size in bytes for all pieces. Left out: a piece per event. Each piece is a chunk of
   * its own on the wire, but `fetch` may hand over several as one: a gate alone makes sure that it does not.
   */
  readonly chunking?: number | readonly number[];
}

export interface ApiError {
  readonly code: number;
  readonly message: string;
}

/** A failing answer in the protocol's own error shape. With status 200 it is the envelope with `success: false`. */
export interface EnvelopeErrorBehaviour {
  readonly kind: 'envelopeError';
  readonly status: number;
  readonly errors: readonly (ApiError | string)[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawBehaviour {
  readonly kind: 'raw';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | { readonly base64: string };
}

/** Far more than any reply: a body of text repeated, packed or not. */
export interface FloodBehaviour {
  readonly kind: 'flood';
  readonly status?: number;
  /** The content type; JSON when left out. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly encoding?: 'gzip' | 'br';
  readonly head?: string;
  readonly piece: string;
  /** How often the piece comes; left out: without an end, which brotli cannot do. */
  readonly times?: number;
  readonly tail?: string;
}

export type Behaviour =
  | FloodBehaviour
  | TextBehaviour
  | SlowBehaviour
  | ToolCallsBehaviour
  | StreamBehaviour
  | EnvelopeErrorBehaviour
  | RawBehaviour
  /** Without a body: the error this status usually has. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: JsonValue;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'html'; readonly status: number }
  /** Half a JSON reply, cleanly ended, with status 200. */
  | { readonly kind: 'cutOffJson' }
  | { readonly kind: 'empty'; readonly status?: number }
  /** Never answers: until the client goes away, or the endpoint is reset or stopped. */
  | { readonly kind: 'hang' }
  /** Destroys the socket: before the headers, or after so many bytes of the body. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status: number }
  /** `retryAfter` in seconds, or an HTTP date. */
  | { readonly kind: 'rateLimited'; readonly retryAfter: number | string }
  /** A reply whose text is raw harmony markup. */
  | ({ readonly kind: 'harmony'; readonly raw: string } & ReplyTraits)
  /** Tokens billed, nothing said: the reasoning took them all. */
  | { readonly kind: 'emptyReply'; readonly completionTokens?: number }
  /** The Dataoorts envelope around any result; on the OpenAI road, the whole body. */
  | { readonly kind: 'result'; readonly result: JsonValue }
  /** See demoAnswers.ts. */
  | { readonly kind: 'demo'; readonly tokensPerSecond?: number };

const kinds: Readonly<Record<Behaviour['kind'], true>> = {
  text: true,
  slow: true,
  toolCalls: true,
  stream: true,
  envelopeError: true,
  raw: true,
  status: true,
  html: true,
  cutOffJson: true,
  empty: true,
  hang: true,
  reset: true,
  redirect: true,
  rateLimited: true,
  harmony: true,
  emptyReply: true,
  result: true,
  demo: true,
  flood: true,
};

/** Every kind there is, for a test which tries them all. */
export const behaviourKinds = Object.keys(kinds) as readonly Behaviour['kind'][];

export function isBehaviour(value: unknown): value is Behaviour {
  return typeof value === 'object' && value !== null && 'kind' in value && Object.hasOwn(kinds, String(value.kind));
}
