import type { VNode } from 'preact';
import { fillComposer } from './fillComposer.ts';
import { post } from './vscode.ts';

const examples = ['Find mistakes in this code', 'Suggest clearer names', 'Write a unit test for this'];

function setKey(): void {
  post({ type: 'remedy', turnId: '', remedy: 'setKey' });
}

/** What is shown before the first message: what can be done now. */
export function EmptyState({ hasKey }: { readonly hasKey: boolean }): VNode {
  return (
    <div class="empty">
      <span class="emptyIcon codicon codicon-comment-discussion" aria-hidden="true" />
      <h1>gpt-oss Assistant</h1>
      <p>Ask gpt-oss-120b about your code. The selected lines go along, and nothing changes without you.</p>
      {!hasKey && (
        <div class="emptyKey">
          <p>
            <span class="codicon codicon-key" aria-hidden="true" /> No API key is set. A Dataoorts key is needed to get replies.
          </p>
          <button type="button" class="button" onClick={setKey}>
            Set API Key
          </button>
        </div>
      )}
      <div class="emptyActions">
        <button type="button" class={hasKey ? 'button' : 'button secondary'} onClick={() => post({ type: 'explain' })}>
          Explain Current Code
        </button>
      </div>
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
