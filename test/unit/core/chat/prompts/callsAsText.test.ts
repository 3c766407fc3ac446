import assert from 'node:assert/strict';
import { replyText } from '../../../../../src/core/chat/prompts/callsAsText.ts';
import type { ToolCall } from '../../../../../src/core/chat/messages.ts';

const patch = '*** Begin Patch\n*** Update File: a.ts\n@@\n-a\n+b\n*** End Patch';
const call = (name: string, value: Record<string, unknown>): ToolCall => ({ name, arguments: { ok: true, value } });

describe('replyText', () => {
  it('is the text where nothing was called', () => assert.equal(replyText({ text: 'Hi', toolCalls: [] }), 'Hi'));

  it('shows a patch as a patch, however it was handed over', () => {
    const shown = `\`\`\`patch\n${patch}\n\`\`\``;
    assert.equal(replyText({ text: 'Here.', toolCalls: [call('apply_patch', { input: patch })] }), `Here.\n\n${shown}`);
    assert.equal(replyText({ text: '', toolCalls: [call('container.exec', { cmd: ['apply_patch', patch] })] }), shown);
    const broken: ToolCall = { name: 'apply_patch', arguments: { ok: false, raw: patch, problem: 'no JSON' } };
    assert.equal(replyText({ text: '', toolCalls: [broken] }), shown);
  });

  it('shows any other call with its arguments', () => {
    const text = replyText({ text: '', toolCalls: [call('repo_browser.open_file', { path: 'a.ts' })] });
    assert.match(text, /asked for the tool `repo_browser\.open_file`/);
    assert.match(text, /"path": "a\.ts"/);
  });
});
