/** What is being written, by conversation. */
export type Drafts = Readonly<Record<string, string>>;

/** Drafts kept; the ones left alone longest go first. */
const mostDrafts = 30;

/** The drafts with one changed: it becomes the newest, and an empty one is none. */
export function withDraft(drafts: Drafts, conversation: string, text: string): Drafts {
  const others = Object.entries(drafts).filter(([id]) => id !== conversation);
  const all = text === '' ? others : [...others, [conversation, text] as const];
  return Object.fromEntries(all.slice(-mostDrafts));
}
