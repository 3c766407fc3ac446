import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { messagesOf } from './modes.ts';
import { closeAll, endpoint } from './support.ts';

const run = <T,>(command: string, argument?: unknown): Thenable<T> =>
  vscode.commands.executeCommand<T>(command, argument);

function fileNamed(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

const textOf = async (file: vscode.Uri): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(file));

describe('chats as files', () => {
  beforeEach(async () => {
    await endpoint().reset();
    await run('gptOss.newChat');
  });
  afterEach(closeAll);

  it('are exported as markdown and JSON, without the key, and imported as chats of their own', async () => {
    const key = process.env['DATAOORTS_API_KEY'];
    assert.ok(key);
    await endpoint().reply({ kind: 'text', text: 'It is **secret**.' }, { kind: 'text', text: 'Yes.' });
    await run('gptOss.ask', { prompt: `Is ${key} a key?`, attachSelection: false });
    const [markdown, json] = [fileNamed('chat.md'), fileNamed('chat.json')];
    assert.equal(await run('gptOss.exportChat', { uri: markdown.toString() }), markdown.toString());
    await run('gptOss.exportChat', { uri: json.toString() });
    assert.match(
      await textOf(markdown),
      /^# Is \[API key\] a key\?\n\n## You\n\nIs \[API key\] a key\?\n\n## gpt-oss\n\nIt is \*\*secret\*\*\.\n$/,
    );
    assert.ok(!(await textOf(json)).includes(key));

    await run('gptOss.newChat');
    const id = await run<string>('gptOss.importChat', { uri: json.toString() });
    assert.match(id, /^[\w-]{36}$/);
    await run('gptOss.ask', { prompt: 'Really?', attachSelection: false });
    const request = (await endpoint().requests()).at(-1);
    assert.ok(request);
    assert.deepEqual(
      messagesOf(request)
        .slice(1)
        .map(({ content }) => content),
      ['Is [API key] a key?', 'It is **secret**.', 'Really?'],
    );
  });

  it('are opened by name, and go on with what was said in them', async () => {
    await endpoint().reply(
      { kind: 'text', text: 'one' },
      { kind: 'text', text: 'two' },
      { kind: 'text', text: 'three' },
    );
    await run('gptOss.ask', { prompt: 'first', attachSelection: false });
    await run('gptOss.exportChat', { uri: fileNamed('first.json').toString() });
    const { id } = JSON.parse(await textOf(fileNamed('first.json'))) as { id: string };
    await run('gptOss.newChat');
    await run('gptOss.ask', { prompt: 'other', attachSelection: false });
    await run('gptOss.showChats', { id });
    await run('gptOss.ask', { prompt: 'second', attachSelection: false });
    const request = (await endpoint().requests()).at(-1);
    assert.ok(request);
    assert.deepEqual(messagesOf(request).slice(1).map(({ content }) => content), ['first', 'one', 'second']);
  });

  it('are not taken from a file that holds none', async () => {
    const file = fileNamed('other.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{"format":"something else"}'));
    assert.equal(await run('gptOss.importChat', { uri: file.toString() }), undefined);
  });
});
