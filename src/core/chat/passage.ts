import type { Snapshot } from './conversation.ts';

/** About how much of a text is shown around what was found, in UTF-16 code units. */
const around = { before: 24, after: 72 };

/** What a search in a chat looks through: the questions and replies of every branch. */
export function searchedText({ all }: Snapshot): string {
  return all.map(({ text }) => text).join('\n');
}

/** What stands around the first of `words`, on one line, where all of them occur; otherwise nothing. */
export function passageWith(text: string, words: readonly RegExp[]): string | undefined {
  const places = words.map((word) => text.search(word));
  const [at] = places;
  if (at === undefined || places.includes(-1)) return undefined;
  const start = Math.max(0, at - around.before);
  const end = at + around.after;
  // A word that is cut off is left out.
  const before = start === 0 ? text.slice(0, at) : text.slice(start, at).replace(/^\S*\s/, '');
  const passage = `${before}${text.slice(at, end)}`.replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${passage}${end < text.length ? '…' : ''}`;
}

/** The words of a search: found in any case, and as they stand. */
export function searchedWords(search: string): RegExp[] {
  const words = search.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => new RegExp(word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu'));
}
