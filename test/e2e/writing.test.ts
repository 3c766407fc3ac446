import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { violations } from './support/axe.ts';
import { Session, testKey } from './support/session.ts';

const cart = ['export function total(items) {', '  let sum = 0;', '  for (const item of items) sum += item;', '  return sum;', '}', ''].join('\n');
const files = { 'src/cart.ts': cart, 'src/lib/words.py': 'def words():\n    return "precious"\n', 'README.md': '# Hello\n', 'logo.bin': 'a\0b' };

describe('writing a message', function () {
  this.timeout(60_000);
  // What one step leaves behind would make the next one fail as well.
  this.bail(true);
  let session: Session;
  let field: Locator;

  before(async () => {
    session = await Session.open({ files, environmentKey: testKey });
    await session.run('gpt-oss: Open Chat');
    field = session.chat.locator('textarea');
    await session.chat.locator('textarea:focus').waitFor();
  });
  after(() => session.dispose());
  beforeEach(async () => {
    await session.newChat();
    // The command gives the focus to the text field last of all.
    await session.chat.locator('textarea:focus').waitFor();
    await field.fill('');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.log(`    see ${await session.screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`)}`);
  });

  const option = (name: RegExp): Locator => session.chat.getByRole('option', { name }).first();
  const chip = (name: string): Locator => session.chat.getByRole('button', { name: `Remove ${name}` });
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
    assert.match(lastContent(), /lines 3 to 4:\n```typescript\n {2}let sum = 0;\n {2}for \(const item of items\) sum \+= item;\n```/);
    await session.run('File: Revert File');
  });
});
