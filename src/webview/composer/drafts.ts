import { type PerChat, withEntry } from '../perChat.ts';

/** What is being written, by conversation. */
export type Drafts = PerChat<string>;

/** The drafts with one changed: it becomes the newest, and an empty one is none. */
export function withDraft(drafts: Drafts, conversation: string, text: string): Drafts {
  return withEntry(drafts, conversation, text === '' ? undefined : text);
}
