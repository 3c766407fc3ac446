import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { errorFaults } from '../support/endpoint/errorFaults.ts';
import { assertOfMode, inEveryMode, messagesOf } from './modes.ts';
import { closeAll, endpoint, openFile, select } from './support.ts';

interface Answer {
  readonly text: string;
  readonly usage?: { readonly totalTokens: number };
}

inEveryMode('chat', (mode) => {
  beforeEach(async () => {
    await endpoint().reset();
    await vscode.commands.executeCommand('gptOss.newChat');
  });
  afterEach(closeAll);

  it('asks and resolves with text and usage', async () => {
    await endpoint().reply({
      kind: 'text',
      text: 'Forty-two.',
      usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
    });
    const answer = await vscode.commands.executeCommand<Answer>('gptOss.ask', {
      prompt: 'What is it?',
      attachSelection: false,
    });
    assert.equal(answer.text, 'Forty-two.');
    assert.equal(answer.usage?.totalTokens, 14);
    const [request] = await endpoint().requests();
    assertOfMode(request!, mode);
    assert.equal(messagesOf(request!).at(-1)?.content, 'What is it?');
  });

  it('keeps its context from one question to the next, and forgets it with a new chat', async () => {
    await endpoint().reply(
      { kind: 'text', text: 'one' },
      { kind: 'text', text: 'two' },
      { kind: 'text', text: 'three' },
    );
    await vscode.commands.executeCommand('gptOss.ask', { prompt: 'first' });
    await vscode.commands.executeCommand('gptOss.ask', { prompt: 'second' });
    await vscode.commands.executeCommand('gptOss.newChat');
    await vscode.commands.executeCommand('gptOss.ask', { prompt: 'third' });
    const [, second, third] = await endpoint().requests();
    assert.deepEqual(messagesOf(second!).slice(1).map(({ content }) => content), ['first', 'one', 'second']);
    assert.deepEqual(messagesOf(third!).slice(1).map(({ content }) => content), ['third']);
  });

  it('explains the selection', async () => {
    const editor = await openFile('a\nconst x = 1;\nb\n');
    select(editor, 'const x = 1;');
    await endpoint().reply({ kind: 'text', text: 'It sets x.' });
    const answer = await vscode.commands.executeCommand<Answer>('gptOss.explain');
    assert.equal(answer.text, 'It sets x.');
    const [request] = await endpoint().requests();
    const content = messagesOf(request!).at(-1)!.content;
    assert.match(content, /lines 2 to 2/);
    assert.match(content, /```typescript\nconst x = 1;\n```/);
    assert.doesNotMatch(content, /^b$/m);
  });

  it('explains the visible range where there is neither selection nor symbol', async () => {
    await openFile('just text\n', 'txt');
    await endpoint().reply({ kind: 'text', text: 'Text.' });
    await vscode.commands.executeCommand('gptOss.explain');
    const [request] = await endpoint().requests();
    assert.match(messagesOf(request!).at(-1)!.content, /just text/);
  });

  it('is stopped by the command, and the request with it', async () => {
    await endpoint().otherwise({ kind: 'hang' });
    const pending = vscode.commands.executeCommand('gptOss.ask', { prompt: 'forever?' });
    const request = await endpoint().waitForRequest(1);
    await vscode.commands.executeCommand('gptOss.stop');
    assert.equal(await pending, undefined);
    await request.aborted;
  });

  it('resolves with nothing when the request failed, having tried once', async () => {
    await endpoint().otherwise(errorFaults.status401.behaviour);
    assert.equal(await vscode.commands.executeCommand('gptOss.ask', { prompt: 'hello' }), undefined);
    assert.equal((await endpoint().requests()).length, 1);
  });
});
