/**
 * Upper limits on what an endpoint may send. A reply of this model cannot come near them; a body that unpacks to
 * hundreds of megabytes, or one that never ends, would take the extension host down with every extension in it.
 */
import { AssistantError } from '../../core/errors.ts';

/**
 * Most characters of one reply: of a whole body, of one event, of all text that a stream brought. The context window
 * is 131,072 tokens (the model card); at 64 characters a token, where prose and code have about 4, that is 8,388,608.
 */
export const mostReplyCharacters = 131_072 * 64;

/** Most characters of a stream with everything around the text. An event that brings one token has up to 1,000. */
export const mostStreamCharacters = 131_072 * 1_000;

/** Most events of a stream: two for each token the window has room for, keep-alives among them. */
export const mostEvents = 131_072 * 2;

/** Characters read of an answer with an error status. What it says stands at its beginning; the rest is left unread. */
export const mostErrorCharacters = 262_144;

/** Most characters of a list of models. Those of large services, with a page about each model, have up to 1,000,000. */
export const mostListCharacters = 4_194_304;

/** Most models that are offered, and the longest name of one, in characters. */
export const mostModels = 10_000;
export const longestModelName = 512;

/** Most tool calls of one reply. */
export const mostCalls = 1_000;

/** Most characters of an answer that go into the log. */
export const mostLogged = 65_536;

/** The error for more than a limit allows. `what` came before reading stopped. */
export function tooMuch(amount: number, what: 'characters' | 'events' | 'tool calls'): AssistantError {
  return new AssistantError('tooMuch', { came: `${amount.toLocaleString('en-US')} ${what}` });
}
