import type { Attachment, Change, Snapshot } from '../core/chat/conversation.ts';
import type { ChatSummary } from '../core/chat/summary.ts';
import type { ContextFigures } from '../core/chat/request/contextFigures.ts';
import type { ContextChip, ContextChoice } from '../core/context/chips.ts';
import type { Remedy } from '../core/errors.ts';
import type { FileReference } from '../core/fileReference.ts';
import type { SlashName } from './slashCommands.ts';

/** What the composer shows beside the conversation itself. */
export interface ViewStatus {
  readonly hasKey: boolean;
  /** A reply is on its way. */
  readonly busy: boolean;
  readonly model: string;
  /** What the next request takes of the context window, without what is being written. */
  readonly figures?: ContextFigures;
  /** Whether a folder is open. */
  readonly workspace: boolean;
  /** Path of the file in the active editor; absent when there is none. */
  readonly file?: string;
  /** The code that would go along with the next message; absent when there is none. */
  readonly selection?: Pick<Attachment, 'path' | 'firstLine' | 'lastLine' | 'origin'> & { readonly tokens: number };
}

/** From the extension to the chat view: one whole state when the view opens, changes after that. */
export type HostMessage =
  | { readonly type: 'opened'; readonly conversation: Snapshot; readonly status: ViewStatus }
  | { readonly type: 'changed'; readonly change: Change }
  | { readonly type: 'status'; readonly status: ViewStatus }
  /** Of the paths asked for with `findFiles`, those that are there. */
  | { readonly type: 'filesFound'; readonly asked: readonly string[]; readonly found: readonly string[] }
  /** What goes along with the next message, and why something does not; an empty notice says nothing. */
  | { readonly type: 'context'; readonly chips: readonly ContextChip[]; readonly notice: string }
  /** What a search found so far: replaces what it found before. */
  | { readonly type: 'choices'; readonly search: number; readonly choices: readonly ContextChoice[] }
  /** What was to be added cannot go along; the notice says why. */
  | { readonly type: 'choiceRefused'; readonly choice: string }
  /** The latest chats, for a chat without a word in it. */
  | { readonly type: 'recentChats'; readonly chats: readonly ChatSummary[] }
  /** The user wants to see the next request: answered with a message of the same type. */
  | { readonly type: 'showRequest' }
  /** `late`: the view was not open when it was asked for, so the user may be elsewhere by now. */
  | { readonly type: 'focusComposer'; readonly late: boolean };

/** From the chat view to the extension: what the user did. */
export type ViewMessage =
  | { readonly type: 'ready' }
  /** Shows what `send` would send. */
  | { readonly type: 'showRequest'; readonly text: string; readonly attachSelection: boolean }
  | { readonly type: 'send'; readonly text: string; readonly attachSelection: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'newChat' }
  /** The list of all chats; one of them. */
  | { readonly type: 'showChats' }
  | { readonly type: 'openChat'; readonly id: string }
  /** Asks a question anew with other words, on a branch of its own. */
  | { readonly type: 'editTurn'; readonly turnId: string; readonly text: string }
  | { readonly type: 'copyTurn' | 'removeTurn' | 'chooseBranch'; readonly turnId: string }
  | { readonly type: 'pickFile' }
  | { readonly type: 'openFolder' }
  | { readonly type: 'copy'; readonly code: string }
  | { readonly type: 'insert'; readonly code: string }
  /** A code block with its fence's info string, and the file it is for where the reply says so. */
  | { readonly type: 'apply' | 'newFile'; readonly code: string; readonly info: string; readonly path?: string }
  | { readonly type: 'runInTerminal'; readonly code: string; readonly info: string }
  | { readonly type: 'findFiles'; readonly paths: readonly string[] }
  | ({ readonly type: 'openFile' } & FileReference)
  /** Looks for what can go along; a later search ends one before it. */
  | { readonly type: 'search'; readonly search: number; readonly words: string }
  /** Adds what a search found, by the id it came with. */
  | { readonly type: 'addContext'; readonly choice: string }
  | { readonly type: 'removeContext'; readonly chip: string }
  | { readonly type: 'openContext'; readonly chip: string }
  /** Keeps the selected code for the next message, wherever the selection goes. */
  | { readonly type: 'pinSelection' }
  /** What was dropped on the view, as VS Code names it; the host takes only what lies in the workspace. */
  | { readonly type: 'dropped'; readonly uris: readonly string[] }
  /** Carries out a `/` command with the words behind it. */
  | { readonly type: 'run'; readonly name: SlashName; readonly words: string }
  | { readonly type: 'openAttachment'; readonly turnId: string; readonly index: number }
  | { readonly type: 'remedy'; readonly turnId: string; readonly remedy: Remedy };
