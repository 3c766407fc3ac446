import type { Attachment } from '../../core/chat/conversation.ts';
import type { KeptItem } from '../../core/context/kept.ts';
import type { ContextOffer, ContextRef, RefOf } from '../../core/context/refs.ts';

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
  /** Where a pinned stretch that held `code` is now. Throws `notAttached` where it is gone. */
  findAgain(ref: RefOf<'code'>, code: string): Promise<ContextRef>;
  /** Shows it to the user. */
  open(ref: ContextRef): Promise<void>;
}

/** Keeps what stands beside the drafts from one window to the next. */
export interface ContextStore {
  /** What was kept for each conversation, whatever it is: another version may have written it. */
  all(): ReadonlyMap<string, unknown>;
  /** Keeps these, and nothing else, for a conversation. */
  save(conversation: string, kept: readonly KeptItem[]): void;
}
