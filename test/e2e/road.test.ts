import assert from 'node:assert/strict';
import { assertDocumented } from '../support/endpoint/assertDocumented.ts';
import { Session, testKey } from './support/session.ts';
import { endSession, goOnStepByStep } from './support/suite.ts';

const shop = [
  'export function total(prices) {', '  let sum = 0;', '  for (const price of prices) sum += price;', '  return sum;',
  '}', '',
].join('\n');
const better = ['export function total(prices) {', '  return prices.reduce((sum, price) => sum + price, 0);', '}'].join(
  '\n',
);
const fenced = (code: string): string => `Of course:\n\n\`\`\`ts\n${code}\n\`\`\`\n`;

describe("the user's road", function () {
  this.timeout(100_000);
  goOnStepByStep();
  let session: Session;

  before(async () => {
    session = await Session.open({ files: { 'shop.ts': shop, 'dos.ts': shop.replaceAll('\n', '\r\n') } });
  });
  endSession(() => session);

  const send = async (text: string): Promise<void> => {
    // Enter sends only when nothing is on its way any more.
    await session.chat.getByRole('button', { name: /^Send/ }).waitFor();
    await session.chat.locator('textarea').fill(text);
    await session.chat.locator('textarea').press('Enter');
  };

  it('asks for the key where there is none, in a masked box, and then does what was wanted', async () => {
    await session.endpoint.reply({ kind: 'text', text: 'It sums **all** prices.\n\n```js\nlet x = `a`;\n```\n' });
    await session.openFile('shop.ts');
    await session.selectLines(1, 5);
    await session.run('gpt-oss: Explain Code');
    await session.page.locator('.quick-input-title', { hasText: 'Set API Key' }).waitFor();
    assert.equal(await session.input.getAttribute('type'), 'password');

    // The chat opens later than the box, and leaves it the focus: what is typed blindly goes into the box.
    await session.chat.locator('.question').waitFor();
    await session.page.keyboard.type('not a key');
    await session.page.keyboard.press('Enter');
    await session.page.locator('.quick-input-widget', { hasText: 'no spaces or line breaks' }).waitFor();
    await session.page.keyboard.press('Control+a');
    await session.page.keyboard.type(` ${testKey} `);
    await session.page.keyboard.press('Enter');
    await session.page.locator('.quick-input-title', { hasText: 'Set API Key' }).waitFor({ state: 'hidden' });

    await session.chat.getByText('It sums all prices.').waitFor();
    const [request] = session.endpoint.recorded;
    assertDocumented(request!);
    assert.match(request!.body, /for \(const price of prices\)/);
  });

  it('shows tokens and cost, highlights code, and copies it exactly', async () => {
    await session.chat.getByText(/\d+ tokens/).first().waitFor();
    await session.chat.locator('pre .hljs-keyword', { hasText: 'let' }).waitFor();
    await session.chat.getByRole('button', { name: 'Copy' }).first().click();
    await session.page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'let x = `a`;');
  });

  it('chats on, with the context kept', async () => {
    await session.endpoint.reply({ kind: 'text', text: 'Because it is *short*.' });
    await send('Why?');
    await session.chat.getByText('Because it is short.').waitFor();
    const { messages } = (session.endpoint.recorded.at(-1)!.json as { data: { messages: { content: string }[] } }).data;
    assert.ok(messages.some(({ content }) => content.includes('It sums **all** prices.')));
    assert.match(messages.at(-1)!.content, /Why\?$/);
  });

  for (const name of ['shop.ts', 'dos.ts']) {
    it(`edits ${name} through a review: accept, undo, and nothing saved`, async () => {
      const before = await session.fileText(name);
      await session.endpoint.reply({ kind: 'text', text: fenced(better) });
      await session.openFile(name);
      await session.selectLines(1, 5);
      await session.run('gpt-oss: Edit Code');
      await session.answer('Edit lines 1 to 5', 'use reduce');
      await session.page.locator('.tab.active', { hasText: `Review of ${name}` }).waitFor();
      await session.page
        .locator('.editor-group-container.active .action-label[aria-label^="Accept Proposed Edit"]')
        .click();
      await session.page.locator('.tab.active.dirty', { hasText: name }).waitFor();
      await session.editor.getByText('reduce').first().waitFor();
      assert.equal(await session.fileText(name), before, 'nothing is saved');
      await session.editor.click();
      await session.page.keyboard.press('Control+z');
      await session.page.locator('.tab.active:not(.dirty)', { hasText: name }).waitFor();
      await session.editor.getByText('let sum').first().waitFor();
    });
  }

  it('rejects an edit and leaves the file as it was', async () => {
    const before = await session.fileText('shop.ts');
    await session.endpoint.reply({ kind: 'text', text: fenced(better) });
    await session.openFile('shop.ts');
    await session.selectLines(1, 5);
    await session.run('gpt-oss: Edit Code');
    await session.answer('Edit lines 1 to 5', 'use reduce');
    await session.page.locator('.tab.active', { hasText: 'Review of shop.ts' }).waitFor();
    await session.page
      .locator('.editor-group-container.active .action-label[aria-label^="Reject Proposed Edit"]')
      .click();
    await session.page.locator('.tab', { hasText: 'Review of shop.ts' }).waitFor({ state: 'detached' });
    assert.equal(await session.fileText('shop.ts'), before);
  });

  it('shows a failure in the chat with the button that mends it', async () => {
    await session.endpoint.reply({ kind: 'status', status: 401 }, { kind: 'text', text: 'Works again.' });
    await session.run('gpt-oss: New Chat');
    await session.chat.getByText('Recent chats').waitFor();
    await session.chat.getByText('Because it is short.').waitFor({ state: 'hidden' });
    await send('Hello?');
    await session.chat.getByText('did not accept the API key').first().waitFor();
    await session.chat.getByRole('button', { name: 'Set API Key' }).click();
    await session.answer('Set API Key', testKey);
    await session.chat.getByText('Works again.').first().waitFor();
  });

  it('stops a reply on its way, and the request with it', async () => {
    await session.endpoint.reply({ kind: 'hang' });
    const count = session.endpoint.recorded.length;
    await send('Take your time');
    const request = await session.endpoint.waitForRequest(count + 1);
    await session.chat.getByRole('button', { name: /^Stop/ }).click();
    await request.aborted;
    await session.chat.getByText(/Stopped/).first().waitFor();
  });

  it('keeps the conversation over a reload', async () => {
    await session.reload();
    await session.run('gpt-oss: Open Chat');
    await session.chat.getByText('Works again.').first().waitFor();
    await session.endpoint.reply({ kind: 'text', text: 'Still here.' });
    await send('And now?');
    // The server build keeps secrets in memory alone, so the window has to be given the key again.
    await session.answer('Set API Key', testKey);
    await session.chat.getByText('Still here.').first().waitFor();
  });

  it('checks the connection: the documented call first, then what goes beyond it, shown as a table', async () => {
    const count = session.endpoint.recorded.length;
    await session.run('gpt-oss: Check Connection');
    const request = await session.endpoint.waitForRequest(count + 1);
    assertDocumented(request);
    assert.equal((request.json as { data: { max_tokens: number } }).data.max_tokens, 16);
    await session.page.locator('.quick-input-title', { hasText: 'Connection' }).waitFor();
    for (const row of [/Plain call.*works/, /Streaming.*works/, /Tools.*taken/]) {
      await session.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).waitFor();
    }
    assert.equal(session.endpoint.recorded.length, count + 4);
    await session.page.keyboard.press('Escape');
  });

  it('shows a reply as it is written, now that the endpoint is known to stream', async () => {
    await session.run('gpt-oss: New Chat');
    // What is typed before the new chat is there belongs to the one before.
    await session.chat.getByText('Recent chats').waitFor();
    await session.endpoint.reply({ kind: 'slow', text: 'First half. Second half.', chunkChars: 11, gate: 'half' });
    await send('Slowly');
    await session.endpoint.openGate('half', 1);
    await session.chat.getByText('First half.', { exact: true }).waitFor();
    await session.chat.getByRole('button', { name: /^Stop/ }).waitFor();
    await session.endpoint.openGate('half');
    await session.chat.getByText('First half. Second half.').waitFor();
  });

  it('goes on with a reply that was cut off, and joins the pieces', async () => {
    await session.endpoint.reply(
      { kind: 'text', text: 'It adds the prices', finish: 'length', as: 'choices' },
      { kind: 'text', text: 'the prices of all items.' },
    );
    await send('What does it do?');
    await session.chat.getByText('reached the token limit').waitFor();
    await session.chat.getByRole('button', { name: 'Continue' }).click();
    await session.chat.getByText('It adds the prices of all items.').waitFor();
    await session.chat.getByText('reached the token limit').waitFor({ state: 'hidden' });
  });

  it('forgets what it found about the endpoint', async () => {
    await session.run('gpt-oss: Forget Connection Results');
    await session.endpoint.reply({ kind: 'text', text: 'Plain again.' });
    await send('Still there?');
    await session.chat.getByText('Plain again.').waitFor();
    assertDocumented(session.endpoint.recorded.at(-1)!);
  });

  it('removes the key, and asks for it the next time it is needed', async () => {
    await session.run('gpt-oss: Remove API Key');
    await session.chat.getByText('No API key is set.').first().waitFor();
    await session.run('gpt-oss: Check Connection');
    await session.page.locator('.quick-input-title', { hasText: 'Set API Key' }).waitFor();
    await session.page.keyboard.press('Escape');
  });
});
