import type { Attachment, Change, Conversation } from '../core/chat/conversation.ts';
import type { Remedy } from '../core/errors.ts';
import type { FileReference } from '../core/fileReference.ts';

/** What the composer shows beside the conversation itself. */
export interface ViewStatus {
  readonly hasKey: boolean;
  /** A reply is on its way. */
  readonly busy: boolean;
  readonly model: string;
  /** The code that would go along with the next message; absent when there is none. */
  readonly selection?: Pick<Attachment, 'path' | 'firstLine' | 'lastLine' | 'origin'>;
}

/** From the extension to the chat view: one whole state when the view opens, changes after that. */
export type HostMessage =
  | { readonly type: 'opened'; readonly conversation: Conversation; readonly status: ViewStatus }
  | { readonly type: 'changed'; readonly change: Change }
  | { readonly type: 'status'; readonly status: ViewStatus }
  | { readonly type: 'focusComposer' }
  /** Of the paths asked for with `findFiles`, those that are there. */
  | { readonly type: 'filesFound'; readonly asked: readonly string[]; readonly found: readonly string[] };

/** From the chat view to the extension: what the user did. */
export type ViewMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'send'; readonly text: string; readonly attachSelection: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'newChat' }
  | { readonly type: 'explain' }
  | { readonly type: 'copy'; readonly code: string }
  | { readonly type: 'insert'; readonly code: string }
  /** A code block with its fence's info string, and the file it is for where the reply says so. */
  | { readonly type: 'apply' | 'newFile'; readonly code: string; readonly info: string; readonly path?: string }
  | { readonly type: 'runInTerminal'; readonly code: string; readonly info: string }
  | { readonly type: 'findFiles'; readonly paths: readonly string[] }
  | ({ readonly type: 'openFile' } & FileReference)
  | { readonly type: 'openAttachment'; readonly turnId: string; readonly index: number }
  | { readonly type: 'remedy'; readonly turnId: string; readonly remedy: Remedy };
