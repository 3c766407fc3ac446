import type { Snapshot, Turn } from './conversation.ts';
import { parseJson } from '../parseJson.ts';
import { isFields } from './stored.ts';

/** What a list of chats shows of each. */
export interface ChatSummary {
  readonly id: string;
  readonly title: string;
  readonly pinned: boolean;
  /** Milliseconds since 1970, of the first message and of the last word. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** How many questions it holds. */
  readonly questions: number;
}

/** Longest title made from a question, in UTF-16 code units. */
const titleLength = 60;

const untitled = 'New chat';

export function summaryOf({ id, title, pinned, all }: Snapshot): ChatSummary {
  const first = all.find((turn) => turn.role === 'user');
  return {
    id,
    title: title ?? (first === undefined ? untitled : titleFrom(first.text)),
    pinned: pinned === true,
    createdAt: all[0]?.at ?? 0,
    updatedAt: all.reduce((latest, turn) => Math.max(latest, endOf(turn)), 0),
    questions: all.filter(({ role }) => role === 'user').length,
  };
}

function endOf(turn: Turn): number {
  return turn.at + (turn.role === 'assistant' ? (turn.durationMs ?? 0) : 0);
}

/** The first line of a question that says something, cut between words where it is long. */
export function titleFrom(question: string): string {
  const line = question.split('\n').find((one) => /[\p{L}\p{N}]/u.test(one)) ?? question;
  const text = line.replace(/^[\s#>*-]+/, '').replace(/\s+/g, ' ').trim();
  if (text === '') return untitled;
  if (text.length <= titleLength) return text;
  // Not between the two halves of a character.
  const cut = text.slice(0, titleLength).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > titleLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Pinned ones first, then the latest first. */
export function inOrder(summaries: readonly ChatSummary[]): ChatSummary[] {
  return summaries.toSorted(
    (a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1),
  );
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long ago something was, as shown: `just now`, `5 min ago`, `3 h ago`, `yesterday`, `4 days ago`, then the date.
 */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < minute) return 'just now';
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < day) return `${Math.floor(past / hour)} h ago`;
  if (past < 2 * day) return 'yesterday';
  if (past < 7 * day) return `${Math.floor(past / day)} days ago`;
  return new Date(at).toISOString().slice(0, 10);
}

/** What is told of a chat beside its title. */
export function aboutChat({ questions, updatedAt }: ChatSummary, now: number): string {
  return `${ago(updatedAt, now)}, ${questions} ${questions === 1 ? 'question' : 'questions'}`;
}

/** What tells whether a journal is still the one that was summed up. */
export interface FileState {
  readonly size: number;
  readonly modifiedAt: number;
}

export interface IndexEntry extends FileState {
  /** Absent: the journal holds nothing to list. */
  readonly summary?: ChatSummary;
}

/**
 * The summaries of all chats by id, kept beside them so that a list reads no journal that did not change. It can be
 * made anew from them at any time.
 */
export type ChatIndex = ReadonlyMap<string, IndexEntry>;

const indexVersion = 1;

export function encodeIndex(index: ChatIndex): string {
  return JSON.stringify({ version: indexVersion, chats: [...index] });
}

/** Reads an index; what is not one counts as lost. Never throws. */
export function decodeIndex(text: string): ChatIndex {
  const value = parseJson(text);
  if (!isFields(value) || value['version'] !== indexVersion || !Array.isArray(value['chats'])) return new Map();
  return new Map(value['chats'].filter(isIndexPair));
}

function isIndexPair(value: unknown): value is [string, IndexEntry] {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !isFields(value[1])) return false;
  const { size, modifiedAt, summary } = value[1];
  return typeof size === 'number' && typeof modifiedAt === 'number' && (summary === undefined || isSummary(summary));
}

function isSummary(value: unknown): boolean {
  if (!isFields(value)) return false;
  const numbers = ['createdAt', 'updatedAt', 'questions'].every((name) => typeof value[name] === 'number');
  return (
    numbers &&
    typeof value['id'] === 'string' &&
    typeof value['title'] === 'string' &&
    typeof value['pinned'] === 'boolean'
  );
}
