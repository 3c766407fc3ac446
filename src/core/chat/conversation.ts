import type { Remedy } from '../errors.ts';
import { type Effort, type FinishReason, isWhole, type Trimmed, type Usage } from './messages.ts';
import { pathThrough, root, siblingsOf, withDescendants } from './branches.ts';

/** How the lines of a stretch of code were chosen. */
export type CodeOrigin = 'selection' | 'symbol' | 'visible';

/** What an attachment is: some lines of a file, or something else as a whole. */
export type Origin = CodeOrigin | 'file' | 'folder' | 'problems' | 'changes' | 'terminal';

/** What went along with a message: where it stood and what it was when the message was sent. */
export interface Attachment {
  /** Path as shown to the user and to the model: relative to the workspace, with `/`. */
  readonly path: string;
  /** The document or folder, so that it can be opened again; empty where there is none. */
  readonly uri: string;
  readonly languageId: string;
  /** First and last line, counted from 1; of the text itself where it is no part of a file. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly code: string;
  readonly origin: Origin;
}

export interface UserTurn {
  readonly id: string;
  readonly role: 'user';
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /**
   * The turn it follows, `''` where it begins the chat. Absent in a change: it follows what is shown at that moment.
   */
  readonly after?: string;
}

/** A failed reply as shown in place: the words and the buttons of `describe`. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly detail: string;
  readonly remedies: readonly Remedy[];
  /** When the endpoint wants to be asked again, where it said so; milliseconds since 1970. */
  readonly retryAt?: number;
}

export type ReplyStatus = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

export interface AssistantTurn {
  readonly id: string;
  readonly role: 'assistant';
  /** The user's turn this answers. */
  readonly replyTo: string;
  readonly model: string;
  readonly status: ReplyStatus;
  /** Markdown, as far as it came. */
  readonly text: string;
  readonly reasoning: string;
  readonly usage?: Usage;
  /** US dollars, by `usage` and the price settings. */
  readonly cost?: number;
  /** Milliseconds from sending to the last byte. */
  readonly durationMs?: number;
  /** Milliseconds from sending to the first word of the answer, where reasoning was seen to come before it. */
  readonly reasoningMs?: number;
  readonly finish?: FinishReason;
  /** See `ModelReply`. */
  readonly cutOffBy?: string;
  readonly failure?: Failure;
  /** What did not go along with the question because there was no room. */
  readonly trimmed?: Trimmed;
  /** What was asked otherwise than the settings say, by a button for another try. */
  readonly asked?: Asked;
  /** While it waits: the next try, after one that failed and may pass. */
  readonly delay?: Delay;
  readonly at: number;
}

/** A wait before the next try of a request. */
export interface Delay {
  /** The attempt that comes next, 2 or more. */
  readonly attempt: number;
  /** When it comes, in milliseconds since 1970. */
  readonly until: number;
  /** Why the last one failed, in words. */
  readonly message: string;
}

/** What one request asks for beside its messages; what is left out, the settings say. */
export interface Asked {
  readonly maxTokens?: number;
  readonly effort?: Effort;
}

export type Turn = UserTurn | AssistantTurn;

/** A chat as it is handed over and kept: everything, and nothing that follows from the rest. */
export interface Snapshot {
  readonly id: string;
  /** The user's own name for it. */
  readonly title?: string;
  readonly pinned?: boolean;
  /** Every turn of every branch, in the order they came. */
  readonly all: readonly Turn[];
  /** Turns that were picked from among those beside them; where none was, the newest is shown. */
  readonly chosen: readonly string[];
}

/** A chat: a tree of turns, and the one path through it that is shown and sent. */
export interface Conversation extends Snapshot {
  /** The path, from the first question to the last reply. */
  readonly turns: readonly Turn[];
  /** For each turn that has others beside it: all of them by id, itself included, oldest first. */
  readonly branches: ReadonlyMap<string, readonly string[]>;
}

/** How a reply ended. The texts are there only where the whole reads otherwise than its pieces did. */
export type Outcome = Pick<
  AssistantTurn,
  'usage' | 'cost' | 'durationMs' | 'reasoningMs' | 'finish' | 'cutOffBy' | 'failure'
> &
  Partial<Pick<AssistantTurn, 'text' | 'reasoning'>> & {
    readonly status: 'done' | 'stopped' | 'failed';
  };

/**
 * Everything that can happen to a conversation. Host and webview apply the same changes to the same state,
 * so only changes cross between them.
 */
export type Change =
  | { readonly type: 'turnAdded'; readonly turn: Turn }
  | { readonly type: 'answerAppended'; readonly id: string; readonly text: string }
  | { readonly type: 'reasoningAppended'; readonly id: string; readonly text: string }
  | { readonly type: 'replySettled'; readonly id: string; readonly outcome: Outcome }
  | { readonly type: 'replyDelayed'; readonly id: string; readonly delay: Delay }
  | { readonly type: 'replyTrimmed'; readonly id: string; readonly trimmed: Trimmed }
  | { readonly type: 'replyReopened'; readonly id: string; readonly asked: Asked }
  /** Takes a turn away, with all that hangs on it. */
  | { readonly type: 'turnRemoved'; readonly id: string }
  /** Shows a turn in place of those beside it. */
  | { readonly type: 'branchChosen'; readonly id: string }
  /** Gives the chat a name; an empty one takes it back. */
  | { readonly type: 'renamed'; readonly title: string }
  | { readonly type: 'pinned'; readonly pinned: boolean };

export function emptyConversation(id: string): Conversation {
  return { id, all: [], chosen: [], turns: [], branches: new Map() };
}

/** The conversation after a change; a change to a turn that is not there leaves it as it is. */
export function applyChange(conversation: Conversation, change: Change): Conversation {
  switch (change.type) {
    case 'turnAdded':
      return addTurn(conversation, change.turn);
    case 'turnRemoved':
      return removeTurn(conversation, change.id);
    case 'branchChosen':
      return chooseBranch(conversation, change.id);
    case 'renamed':
      return renameTo(conversation, change.title);
    case 'pinned':
      return { ...conversation, pinned: change.pinned };
    default:
      return updateReply(conversation, change);
  }
}

/** A change of one reply. */
export type ReplyChange = Extract<
  Change,
  { readonly type: `answer${string}` | `reasoning${string}` | `reply${string}` }
>;

export function updatedReply(turn: AssistantTurn, change: ReplyChange): AssistantTurn {
  switch (change.type) {
    case 'answerAppended':
      return { ...turn, status: 'streaming', text: turn.text + change.text };
    case 'reasoningAppended':
      return { ...turn, status: 'streaming', reasoning: turn.reasoning + change.text };
    case 'replySettled':
      return { ...withoutDelay(turn), ...change.outcome };
    case 'replyDelayed':
      return { ...turn, delay: change.delay };
    case 'replyTrimmed':
      return { ...turn, trimmed: change.trimmed };
    case 'replyReopened':
      return reopened(turn, change.asked);
  }
}

function withoutDelay({ delay, ...turn }: AssistantTurn): AssistantTurn {
  return turn;
}

/** A reply that goes on: what came and what it took so far stay, how it ended does not. */
function reopened({ finish, cutOffBy, failure, ...turn }: AssistantTurn, asked: Asked): AssistantTurn {
  return { ...turn, status: 'waiting', asked };
}

export function snapshotOf({ id, title, pinned, all, chosen }: Conversation): Snapshot {
  return { id, ...(title === undefined ? {} : { title }), ...(pinned === undefined ? {} : { pinned }), all, chosen };
}

/** The changes that make an empty conversation into this one. */
export function changesTo({ all, chosen, title, pinned }: Snapshot): Change[] {
  return [
    ...all.map((turn): Change => ({ type: 'turnAdded', turn })),
    ...chosen.map((id): Change => ({ type: 'branchChosen', id })),
    ...(title === undefined ? [] : [{ type: 'renamed', title } as const]),
    ...(pinned === undefined ? [] : [{ type: 'pinned', pinned } as const]),
  ];
}

/** The turn that another hangs on: a reply on its question, a question on the reply before it. */
export function parentOf(turn: Turn): string {
  return turn.role === 'assistant' ? turn.replyTo : (turn.after ?? root);
}

/** The conversation with these turns and choices, and the path and branches that follow from them. */
export function withTurns(conversation: Conversation, all: readonly Turn[], chosen: readonly string[]): Conversation {
  const { path, branches } = pathThrough(all, parentOf, chosen);
  return { ...conversation, all, chosen, turns: path, branches };
}

function addTurn(conversation: Conversation, added: Turn): Conversation {
  if (conversation.all.some(({ id }) => id === added.id)) return conversation;
  const last = conversation.turns.at(-1)?.id ?? root;
  const turn = added.role === 'user' && added.after === undefined ? { ...added, after: last } : added;
  const all = [...conversation.all, turn];
  // At the end of the path there is no fork: nothing else moves, however long the chat is.
  if (parentOf(turn) === last && last !== root) return { ...conversation, all, turns: [...conversation.turns, turn] };
  return withTurns(conversation, all, without(conversation.chosen, siblingsOf(all, parentOf, turn.id)));
}

function removeTurn(conversation: Conversation, id: string): Conversation {
  const gone = withDescendants(conversation.all, parentOf, id);
  const all = conversation.all.filter((turn) => !gone.has(turn.id));
  if (all.length === conversation.all.length) return conversation;
  return withTurns(conversation, all, without(conversation.chosen, [...gone]));
}

function chooseBranch(conversation: Conversation, id: string): Conversation {
  const siblings = siblingsOf(conversation.all, parentOf, id);
  if (siblings.length === 0) return conversation;
  return withTurns(conversation, conversation.all, [...without(conversation.chosen, siblings), id]);
}

function without(ids: readonly string[], gone: readonly string[]): readonly string[] {
  return ids.length === 0 ? ids : ids.filter((id) => !gone.includes(id));
}

function renameTo(conversation: Conversation, title: string): Conversation {
  const { turns, branches } = conversation;
  const { title: before, ...unnamed } = snapshotOf(conversation);
  return before === title ? conversation : { ...unnamed, ...(title === '' ? {} : { title }), turns, branches };
}

function updateReply(conversation: Conversation, change: ReplyChange): Conversation {
  const index = conversation.all.findLastIndex((turn) => turn.id === change.id);
  const turn = conversation.all[index];
  if (turn?.role !== 'assistant') return conversation;
  const next = updatedReply(turn, change);
  const shown = conversation.turns.lastIndexOf(turn);
  const turns = shown < 0 ? conversation.turns : conversation.turns.with(shown, next);
  return { ...conversation, all: conversation.all.with(index, next), turns };
}

/** Whether a reply can go on where it stopped: some of it came, and not all. */
export function canContinue(turn: AssistantTurn): boolean {
  if (turn.text.trim() === '' || isPending(turn)) return false;
  return turn.status !== 'done' || (turn.finish !== undefined && !isWhole(turn.finish));
}

/** Whether a reply is still on its way. */
export function isPending(turn: Turn): turn is AssistantTurn & { readonly status: 'waiting' | 'streaming' } {
  return turn.role === 'assistant' && (turn.status === 'waiting' || turn.status === 'streaming');
}

/**
 * A conversation read back from storage: a reply that was on its way when the window went away
 * keeps what came of it and is marked as stopped. `running` are those that are on their way in this window.
 */
export function settleInterrupted(conversation: Conversation, running: ReadonlySet<string> = new Set()): Conversation {
  const settle = (turn: Turn): Turn =>
    isPending(turn) && !running.has(turn.id)
      ? { ...withoutDelay(turn), status: 'stopped' as const, finish: 'cutOff' as const }
      : turn;
  return withTurns(conversation, conversation.all.map(settle), conversation.chosen);
}
