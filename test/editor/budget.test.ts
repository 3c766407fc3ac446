import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TokenizerModule } from '../../src/client/tokens/tokenCounter.ts';
import { closeAll, endpoint, openFile, select, set } from './support.ts';

interface Body {
  readonly data: { readonly messages: readonly { readonly content: string }[]; readonly max_tokens: number };
}

const window = 8_192;
const words = (tokens: number): string => 'total '.repeat(tokens).trim();
const ask = (prompt: string): Thenable<unknown> =>
  vscode.commands.executeCommand('gptOss.ask', { prompt, attachSelection: false });

async function bodies(): Promise<readonly Body[]> {
  return (await endpoint().requests()).map(({ json }) => json as Body);
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('gpt-oss-assistant.gpt-oss-assistant');
  assert.ok(found);
  return found;
}

const load = createRequire(__filename);
const distFile = (file: string): string => join(extension().extensionPath, 'dist', file);

/** Whether the extension host has loaded the file of the extension. */
function isLoaded(file: string): boolean {
  return Object.hasOwn(load.cache, distFile(file));
}

describe('context budget', () => {
  beforeEach(async () => {
    await endpoint().reset();
    await vscode.commands.executeCommand('gptOss.newChat');
  });
  afterEach(async () => {
    await set('contextWindow', undefined);
    await closeAll();
  });

  it('keeps the tokenizer in a file of its own, loaded only when a count matters', async () => {
    await extension().activate();
    await ask('A small question.');
    assert.equal(isLoaded('tokenizer.cjs'), false);
    await set('contextWindow', window);
    await ask(words(4_000));
    assert.equal(isLoaded('tokenizer.cjs'), true);
  });

  it('leaves out the oldest exchange, and stays under the window', async () => {
    await set('contextWindow', window);
    const questions = [words(2_000), `${words(2_000)} 2`, `${words(2_000)} 3`];
    for (const question of questions) await ask(question);
    const all = await bodies();
    assert.deepEqual(all.map(({ data }) => data.messages.length), [2, 4, 4]);
    const { messages, max_tokens } = all[2]!.data;
    assert.equal(messages[1]?.content, questions[1]);
    assert.equal(messages.at(-1)?.content, questions[2]);
    const { tokensIn } = load(distFile('tokenizer.cjs')) as TokenizerModule;
    const input = messages.reduce((sum, { content }) => sum + tokensIn(content), 0);
    assert.ok(input + max_tokens <= window, `${input} + ${max_tokens}`);
    assert.ok(max_tokens >= 2_048);
  });

  it('does not send a message that is too large by itself', async () => {
    await set('contextWindow', window);
    assert.equal(await ask(words(7_000)), undefined);
    assert.equal((await endpoint().requests()).length, 0);
  });

  it('holds for edits too', async () => {
    await set('contextWindow', window);
    const editor = await openFile(`${words(9_000)}\n`);
    select(editor, editor.document.getText());
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'shorter' });
    assert.equal((await endpoint().requests()).length, 0);
  });
});
