import assert from 'node:assert/strict';
import type { UserTurn } from '../../../src/core/chat/conversation.ts';
import { applyMessage, userTurns } from '../../../src/webview/state.ts';

const turn: UserTurn = { id: 'u', role: 'user', text: 'Hello', attachments: [], at: 0, after: '' };
const status = { hasKey: true, busy: false, model: 'm', workspace: true };

describe('applyMessage', () => {
  it('opens, changes, and takes the status apart from the conversation', () => {
    const opened = applyMessage({}, { type: 'opened', conversation: { id: 'c', all: [], chosen: [] }, status });
    const changed = applyMessage(opened, { type: 'changed', change: { type: 'turnAdded', turn } });
    assert.deepEqual(userTurns(changed), [turn]);
    assert.equal(
      applyMessage(changed, { type: 'status', status: { ...status, busy: true } }).conversation,
      changed.conversation,
    );
  });

  it('lets a change wait for the whole state', () => {
    assert.deepEqual(applyMessage({}, { type: 'changed', change: { type: 'turnAdded', turn } }), {});
  });
});
