import assert from 'node:assert/strict';
import { Session, testKey } from './support/session.ts';
import { endSession, goOnStepByStep } from './support/suite.ts';

const cart = Array.from({ length: 40 }, (_, index) => `const line${index + 1} = ${index + 1};`).join('\n');

const reply = `See \`src/cart.ts:12\`, [the cart](src/cart.ts#L3-L5), src/cart.ts:7 and \`cart.ts\`.

Not there: \`src/gone.ts\`, [outside](../../etc/passwd.ts), [absolute](/etc/hosts.conf), [no](command:gptOss.newChat).

- [x] done
- [ ] open

Put this into \`src/new.ts\`:

\`\`\`ts
export const answer = 42;
\`\`\`

\`\`\`sh
# lists
echo one
echo two
\`\`\`
`;

describe('reading a reply', function () {
  this.timeout(100_000);
  goOnStepByStep();
  let session: Session;

  before(async () => {
    // Drawn as text, the terminal can be read.
    const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
    session = await Session.open({
      files: { 'src/cart.ts': cart, 'a.txt': 'start\n' },
      environmentKey: testKey,
      settings,
    });
    await session.endpoint.reply({ kind: 'text', text: reply });
    await session.openFile('a.txt');
    await session.run('gpt-oss: Open Chat');
    await session.say('Where is it?');
    await session.chat.getByText('Put this into').waitFor();
  });
  endSession(() => session);

  const atLine = (text: string): Promise<void> => session.page.locator('.statusbar-item', { hasText: text }).waitFor();

  it('makes links of files that are there, and of nothing else', async () => {
    await session.chat.locator('.fileLink').nth(3).waitFor();
    assert.deepEqual(await session.chat.locator('.fileLink').allTextContents(), [
      'src/cart.ts:12', 'the cart', 'src/cart.ts:7', 'cart.ts',
    ]);
    assert.equal(await session.chat.locator('.markdown a').count(), 0);
  });

  it('opens a file at its line by mouse, and a range of lines by keyboard', async () => {
    await session.chat.getByRole('link', { name: 'src/cart.ts:12' }).click();
    await session.page.locator('.tab.active', { hasText: 'cart.ts' }).waitFor();
    await atLine('Ln 12,');
    await session.chat.getByRole('link', { name: 'the cart' }).focus();
    await session.chat.getByRole('link', { name: 'the cart' }).press('Enter');
    await atLine('Ln 5,');
  });

  it('names the file a code block is for, and opens a new file under that name without writing it', async () => {
    const block = session.chat.locator('.codeBlock').first();
    assert.equal(await block.locator('.codePath').textContent(), 'src/new.ts');
    await block.getByRole('button', { name: 'New File' }).click();
    await session.page.locator('.tab.active.dirty', { hasText: 'new.ts' }).waitFor();
    await session.editor.getByText('answer').first().waitFor();
    await assert.rejects(session.fileText('src/new.ts'), { code: 'ENOENT' });
    await session.run('View: Revert and Close Editor');
  });

  it('puts commands into the terminal and does not run them', async () => {
    const block = session.chat.locator('.codeBlock').nth(1);
    await block.getByRole('button', { name: /^Put in Terminal/ }).click();
    const screen = session.page.locator('.terminal.xterm').first();
    await screen.waitFor();
    await screen.locator('.xterm-rows > div', { hasText: /[#$] *echo.one.&&.echo.two/ }).waitFor();
    // Were it run, its output would stand on a line of its own before this.
    await session.page.keyboard.press('Control+c');
    await screen.locator('.xterm-rows > div', { hasText: '^C' }).waitFor();
    const rows = await session.page.locator('.terminal.xterm .xterm-rows > div').allTextContents();
    assert.ok(!rows.some((row) => /^one\s*$/.test(row)), rows.join('\n'));
  });

  it('types into no program that runs in a terminal', async () => {
    await session.page.keyboard.type('cat');
    await session.page.keyboard.press('Enter');
    await session.chat.locator('.codeBlock').nth(1).getByRole('button', { name: /^Put in Terminal/ }).click();
    await session.page.locator('.terminal-tabs-entry').nth(1).waitFor();
    const rows = session.page.locator('.terminal.xterm:visible .xterm-rows > div');
    await rows.filter({ hasText: /[#$] *echo.one.&&.echo.two/ }).waitFor();
    assert.equal(await rows.filter({ hasText: /cat/ }).count(), 0, 'it is another terminal');
  });

  it('reaches the buttons of a code block with Tab and the arrow keys', async () => {
    const bar = session.chat.getByRole('toolbar', { name: 'Actions for this TypeScript code' });
    await bar.getByRole('button', { name: 'Copy' }).focus();
    await bar.getByRole('button', { name: 'Copy' }).press('ArrowRight');
    assert.equal(await bar.locator(':focus').getAttribute('aria-label'), 'Insert at Cursor');
    await bar.locator(':focus').press('End');
    assert.equal(await bar.locator(':focus').getAttribute('aria-label'), 'New File');
    assert.equal(await bar.locator('[tabindex="0"]').count(), 1);
  });
});
