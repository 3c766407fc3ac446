import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { violations } from './support/axe.ts';
import { Session, testKey } from './support/session.ts';
import { endSession, goOnStepByStep } from './support/suite.ts';

const cart = [
  'export function total(items) {', '  let sum = 0;', '  for (const item of items) sum += item;', '  return sum;', '}',
  '',
].join('\n');
const files = {
  'src/cart.ts': cart,
  'src/lib/words.py': 'def words():\n    return "precious"\n',
  'README.md': '# Hello\n',
  'lost.md': 'Once\n',
  'logo.bin': 'a\0b',
};

describe('writing a message', function () {
  this.timeout(60_000);
  goOnStepByStep();
  let session: Session;
  let field: Locator;

  before(async () => {
    session = await Session.open({ files, environmentKey: testKey });
    await session.run('gpt-oss: Open Chat');
    field = session.chat.locator('textarea');
    await session.chat.locator('textarea:focus').waitFor();
  });
  endSession(() => session);
  beforeEach(async () => {
    await session.newChat();
    // The command gives the focus to the text field last of all.
    await session.chat.locator('textarea:focus').waitFor();
    await field.fill('');
  });

  const option = (name: RegExp): Locator => session.chat.getByRole('option', { name }).first();
  const chip = (name: string): Locator => session.chat.getByRole('button', { name: `Remove ${name}`, exact: true });
  /** Types `@words` and takes what is offered, by keyboard alone. */
  const mention = async (words: string, name: RegExp): Promise<void> => {
    await field.pressSequentially(`@${words}`);
    await session.chat.getByRole('option', { name, selected: true }).waitFor();
    await field.press('Enter');
  };
  const lastContent = (): string => {
    const { messages } = (session.endpoint.recorded.at(-1)!.json as { data: { messages: { content: string }[] } }).data;
    return messages.at(-1)!.content;
  };

  it('adds files and folders by @, takes one out again, and sends what is left as it is now', async () => {
    await session.endpoint.reply({ kind: 'text', text: 'Both look fine.' });
    await field.pressSequentially('Compare ');
    await mention('words', /words\.py/);
    await chip('src/lib/words.py').waitFor();
    await mention('cart', /cart\.ts/);
    await chip('src/cart.ts').waitFor();
    await mention('lib', /lib\//);
    await chip('src/lib/').waitFor();
    assert.deepEqual(await violations(session.chat), []);
    await chip('src/cart.ts').click();
    await chip('src/cart.ts').waitFor({ state: 'detached' });
    await field.press('Enter');
    await session.chat.getByText('Both look fine.').waitFor();
    assert.match(lastContent(), /File src\/lib\/words\.py, python, whole:\n```python\ndef words/);
    assert.match(lastContent(), /Folder src\/lib, what it holds:\n```\nwords\.py/);
    assert.doesNotMatch(lastContent(), /let sum/);
    assert.equal(await field.inputValue(), '');
    assert.equal(await session.chat.locator('.composer .chip').count(), 0);
  });

  it('says why a file cannot go along', async () => {
    await mention('logo', /logo\.bin/);
    await session.chat.getByRole('alert').getByText('logo.bin is a binary file').waitFor();
    await session.chat.locator('textarea:placeholder-shown').waitFor();
    assert.deepEqual(await violations(session.chat), []);
    await session.chat.getByRole('button', { name: 'Dismiss' }).click();
    await session.chat.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('tells a screen reader of the list, and closes it with Escape', async () => {
    await field.pressSequentially('see @');
    await option(/README/).waitFor();
    assert.deepEqual(await violations(session.chat), []);
    const active = await field.getAttribute('aria-activedescendant');
    await field.press('ArrowDown');
    await session.chat.locator(`textarea:not([aria-activedescendant="${active ?? ''}"])`).waitFor();
    await session.chat.getByRole('status').getByText(/\d+ entries/).waitFor();
    await field.press('Escape');
    await session.chat.getByRole('listbox').waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'see @');
  });

  it('follows the selection, leaves it out, and pins it', async () => {
    await session.openFile('cart.ts');
    await session.selectLines(2, 3);
    const follow = session.chat.getByRole('button', { name: /^Attach src\/cart\.ts:2-3/ });
    await follow.waitFor();
    await session.chat.getByRole('button', { name: 'Pin src/cart.ts:2-3' }).click();
    await chip('src/cart.ts:2-3').waitFor();
    await follow.waitFor({ state: 'detached' });
    await session.editor.click();
    await session.goToLine(1);
    await session.page.keyboard.type('// one more line\n');
    await session.endpoint.reply({ kind: 'text', text: 'Pinned.' });
    await session.say('What is this?');
    await session.chat.getByText('Pinned.').waitFor();
    assert.match(
      lastContent(),
      /lines 3 to 4:\n```typescript\n {2}let sum = 0;\n {2}for \(const item of items\) sum \+= item;\n```/,
    );
    await session.run('File: Revert File');
  });

  it('leaves Enter to an input method that composes', async () => {
    const cdp = await session.page.context().newCDPSession(session.page);
    const sent = session.endpoint.recorded.length;
    await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await session.chat.locator('.composerBar .send:enabled').waitFor();
    // The key that takes what the method offers: it has no code of its own.
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
    await cdp.send('Input.insertText', { text: '日本' });
    assert.equal(await field.inputValue(), '日本');
    await session.endpoint.reply({ kind: 'text', text: 'Konnichiwa.' });
    await field.press('Shift+Enter');
    await field.pressSequentially('two');
    await field.press('Enter');
    await session.chat.getByText('Konnichiwa.').waitFor();
    assert.match(lastContent(), /日本\ntwo$/);
    assert.equal(session.endpoint.recorded.length, sent + 1);
  });

  it('runs / commands, and recalls what was sent by the up arrow', async () => {
    await session.openFile('cart.ts');
    await session.selectLines(1, 2);
    await session.run('gpt-oss: Open Chat');
    await session.endpoint.reply({ kind: 'text', text: 'It adds up.' }, { kind: 'text', text: 'Yes.' });
    await field.pressSequentially('/exp');
    await option(/explain/).waitFor();
    await field.press('Enter');
    await session.chat.getByText('It adds up.').waitFor();
    assert.match(lastContent(), /lines 1 to 2:\n```typescript\nexport function total/);
    await session.say('Really?');
    await session.chat.getByText('Yes.').waitFor();
    await field.press('ArrowUp');
    assert.equal(await field.inputValue(), '/explain');
    await field.press('ArrowUp');
    assert.equal(await field.inputValue(), 'Really?');
    await field.press('ArrowDown');
    await field.press('ArrowDown');
    assert.equal(await field.inputValue(), '');
  });

  it('shows the request before it is sent', async () => {
    await mention('words', /words\.py/);
    await chip('src/lib/words.py').waitFor();
    await field.pressSequentially('Is it precious?');
    await session.chat.locator('.meter').click();
    await session.page.locator('.tab.active', { hasText: 'Request' }).waitFor();
    await session.editor.getByText('File src/lib/words.py, python, whole:').waitFor();
    assert.equal(await field.inputValue(), '@words.py Is it precious?');
  });

  it('takes files along from the menus of explorer and editor', async () => {
    await session.openFile('cart.ts');
    await session.menu(session.editor, 'gpt-oss', 'Add to gpt-oss Chat');
    await chip('src/cart.ts').waitFor();
    await session.page.keyboard.press('Control+Shift+e');
    await session.menu(session.explorer('README.md'), 'Add to gpt-oss Chat');
    await chip('README.md').waitFor();
    await chip('src/cart.ts').waitFor();
  });

  it('keeps what is being written, and what goes along, while a reply comes in and over a reload', async () => {
    await session.endpoint.reply({ kind: 'slow', text: 'All of it.', chunkChars: 1000, gate: 'reply' });
    await session.say('First');
    await session.chat.getByRole('button', { name: 'Stop', exact: true }).first().waitFor();
    await mention('cart', /cart\.ts/);
    await chip('src/cart.ts').waitFor();
    await mention('lost', /lost\.md/);
    await chip('lost.md').waitFor();
    await field.pressSequentially('to Zanzibar');
    await session.endpoint.openGate('reply');
    await session.chat.getByText('All of it.').waitFor();
    const draft = '@cart.ts @lost.md to Zanzibar';
    assert.equal(await field.inputValue(), draft);
    await rm(session.workspace.path('lost.md'));
    await session.reload('to Zanzibar', '"label":"lost.md"');
    await session.run('gpt-oss: Open Chat');
    await session.chat.getByRole('button', { name: /^Open lost\.md, .*cannot be read/ }).waitFor();
    assert.equal(await field.inputValue(), draft);
    await chip('lost.md').click();
    await session.endpoint.reply({ kind: 'text', text: 'With the cart.' });
    await field.press('Enter');
    await session.chat.getByText('With the cart.').waitFor();
    assert.match(lastContent(), /File src\/cart\.ts/);
  });

  it('takes what is dragged from the explorer, beside it in the secondary side bar', async () => {
    await session.run('View: Move View');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Chat' }).first().click();
    await session.page.locator('.quick-input-title', { hasText: 'Move Chat' }).waitFor();
    await session.choose('New Secondary Side Bar Entry');
    await session.page.keyboard.press('Control+Shift+e');
    await session.explorer('README.md').waitFor();
    await session.chat.locator('.composerBox').waitFor();
    await session.dragWithShift(session.explorer('README.md'), session.chat.locator('.composerBox'));
    await chip('README.md').waitFor();
  });
});
