import type { VNode } from 'preact';
import { ago, type ChatSummary } from '../core/chat/summary.ts';
import type { ViewStatus } from '../protocol/messages.ts';
import { FileActions, NoFile } from './context/fileActions.tsx';
import { fillComposer } from './composer/fillComposer.ts';
import { post } from './vscode.ts';

const examples = ['Find mistakes in this code', 'Suggest clearer names', 'Write a unit test for this'];

function setKey(): void {
  post({ type: 'remedy', turnId: '', remedy: 'setKey' });
}

interface EmptyProps {
  readonly status: ViewStatus | undefined;
  readonly recent: readonly ChatSummary[];
}

/** What is shown before the first message: what can be done now. */
export function EmptyState({ status, recent }: EmptyProps): VNode {
  const hasKey = status?.hasKey !== false;
  return (
    <div class="empty">
      <span class="emptyIcon codicon codicon-comment-discussion" aria-hidden="true" />
      <h1>gpt-oss Assistant</h1>
      <p>Ask gpt-oss-120b about your code. The selected lines go along, and nothing changes without you.</p>
      {!hasKey && (
        <div class="emptyKey">
          <p>
            <span class="codicon codicon-key" aria-hidden="true" />
            {' No API key is set. A Dataoorts key is needed to get replies.'}
          </p>
          <button type="button" class="button" onClick={setKey}>
            Set API Key
          </button>
        </div>
      )}
      {status?.file === undefined ? (
        <NoFile workspace={status?.workspace !== false} />
      ) : (
        <FileActions file={status.file} selected={status.selection !== undefined} />
      )}
      {recent.length > 0 && <Recent chats={recent} />}
      <h2>Or start from one of these</h2>
      <ul class="examples">
        {examples.map((example) => (
          <li key={example}>
            <button type="button" class="example" onClick={() => fillComposer(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The latest chats, to go on with. */
function Recent({ chats }: { readonly chats: readonly ChatSummary[] }): VNode {
  const now = Date.now();
  return (
    <>
      <h2>Recent chats</h2>
      <ul class="examples recent">
        {chats.map((chat) => (
          <RecentChat key={chat.id} chat={chat} now={now} />
        ))}
      </ul>
      <button type="button" class="linkButton" onClick={() => post({ type: 'showChats' })}>
        All chats
      </button>
    </>
  );
}

function RecentChat({ chat, now }: { readonly chat: ChatSummary; readonly now: number }): VNode {
  const { id, title, pinned, updatedAt } = chat;
  return (
    <li>
      <button type="button" class="example" title={title} onClick={() => post({ type: 'openChat', id })}>
        <span class={`codicon codicon-${pinned ? 'pinned' : 'comment'}`} aria-hidden="true" />
        <span class="chatTitle">{title}</span>
        <span class="chatAge">{ago(updatedAt, now)}</span>
      </button>
    </li>
  );
}

/** One line above the composer when a conversation is there but no key. */
export function KeyNotice(): VNode {
  return (
    <div class="keyNotice">
      <span class="codicon codicon-key" aria-hidden="true" />
      <span>No API key is set.</span>
      <button type="button" class="button" onClick={setKey}>
        Set API Key
      </button>
    </div>
  );
}
