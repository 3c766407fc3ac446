import assert from 'node:assert/strict';
import type { AssistantTurn, UserTurn } from '../../../../src/core/chat/conversation.ts';
import { questionHeight, replyHeight } from '../../../../src/webview/turns/turnHeight.ts';

const column = { width: 364, fontSize: 13, codeSize: 12 };
const reply = (text: string, reasoning = ''): AssistantTurn => ({
  id: 'r',
  role: 'assistant',
  replyTo: 'q',
  model: 'm',
  status: 'done',
  text,
  reasoning,
  at: 0,
});
const question = (text: string): UserTurn => ({ id: 'q', role: 'user', text, attachments: [], at: 0 });
const height = (text: string): number => replyHeight(reply(text), column);

describe('the height a turn will have about', () => {
  it('grows with the text, and with a narrow column', () => {
    const words = 'A sentence that goes on for a while. '.repeat(40);
    assert.ok(height(words) > height(words.slice(0, 400)) * 2);
    assert.ok(replyHeight(reply(words), { ...column, width: 182 }) > height(words) * 1.7);
  });

  it('takes code line by line, however long they are, and nothing for what is not shown', () => {
    const line = 'x'.repeat(500);
    assert.equal(height(`\`\`\`ts\n${line}\n\`\`\``), height('```ts\nx\n```'));
    assert.equal(Math.round(height('```\na\nb\nc\n```') - height('```\na\n```')), 35);
    assert.equal(height(`See [it](https://example.com/${line.slice(0, 200)}).`), height('See [it].'));
    assert.equal(height('| a | b |\n|---|---|\n| c | d |'), height('| a | b |\n| c | d |'));
  });

  it('takes a paragraph of many lines for one that runs on', () => {
    const words = 'A sentence of some length here.\n'.repeat(20);
    assert.ok(Math.abs(height(words) - height(words.replaceAll('\n', ' '))) < 40);
  });

  it('of a folded question does not depend on its length', () => {
    assert.equal(
      questionHeight(question('a\n'.repeat(30)), true, column),
      questionHeight(question('a\n'.repeat(3000)), true, column),
    );
    assert.ok(questionHeight(question('a\n'.repeat(30)), false, column) > 500);
  });

  it('is found in a time that grows with the text alone', () => {
    const hostile = '](('.repeat(100_000) + '#|'.repeat(100_000) + ' '.repeat(100_000);
    const started = performance.now();
    assert.ok(height(hostile) > 0);
    assert.ok(performance.now() - started < 5000);
  });
});
