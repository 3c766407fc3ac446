import type { Attachment } from '../core/chat/conversation.ts';
import type { ContextOffer, ContextRef } from '../core/context/refs.ts';

/** Finds, reads and shows what can go along with a message. */
export interface ContextPort {
  /**
   * What fits the words typed so far, in the order to show. Told in one or more lists, each of which replaces the one
   * before; nothing is told once the signal is aborted. Empty words list what is near at hand.
   */
  search(words: string, signal: AbortSignal, report: (found: readonly ContextOffer[]) => void): Promise<void>;
  /** Takes at once what cannot be read later: the terminal's selection. Everything else comes back as it is. */
  capture(ref: ContextRef): Promise<ContextRef>;
  /** Reads it as it is now. Throws `notAttached` with the reason where it cannot go along. */
  read(ref: ContextRef): Promise<Attachment>;
  /** Shows it to the user. */
  open(ref: ContextRef): Promise<void>;
}
