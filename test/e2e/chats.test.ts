import assert from 'node:assert/strict';
import { Session, testKey } from './support/session.ts';
import { endSession, goOnStepByStep } from './support/suite.ts';

describe('several chats and their branches', function () {
  this.timeout(100_000);
  goOnStepByStep();
  let session: Session;

  before(async () => {
    session = await Session.open({ environmentKey: testKey, settings: { 'gptOss.streaming': 'on' } });
  });
  endSession(() => session);

  const answer = async (question: string, text: string, shown = text): Promise<void> => {
    await session.endpoint.reply({ kind: 'text', text });
    await session.say(question);
    await session.chat.getByText(shown).waitFor();
  };
  /** A row of the list of chats. By its name, as its text may still hold what another row said in its place. */
  const row = (title: string) => session.page.locator(`.quick-input-list .monaco-list-row[aria-label*="${title}"]`);
  const rowButton = async (title: string, label: string): Promise<void> => {
    await row(title).first().hover();
    await row(title).first().locator(`.action-label[aria-label="${label}"]`).click();
  };
  /** This build shows no notification by itself, but keeps it. */
  const undo = async (words: string): Promise<void> => {
    await session.run('Notifications: Show Notifications');
    const notification = session.page.locator('.notifications-center .notification-list-item', { hasText: words });
    await notification.locator('.monaco-button', { hasText: 'Undo' }).click();
    await notification.waitFor({ state: 'hidden' });
  };
  const showChats = async (): Promise<void> => {
    await session.run('gpt-oss: Chats…');
    await session.page.locator('.quick-input-title', { hasText: 'gpt-oss: Chats' }).waitFor();
  };

  it('asks an earlier message anew, keeps both branches, and shows which one it is', async () => {
    await session.run('gpt-oss: Open Chat');
    await answer('What is a tree?', 'A plant.');
    await answer('And a forest?', 'Many plants.');
    await session.endpoint.reply({ kind: 'text', text: 'A graph without cycles.' });
    const question = session.chat.getByRole('article', { name: 'Your message' }).first();
    await question.hover();
    await question.getByRole('button', { name: 'Edit and ask again' }).click();
    await session.chat.getByRole('textbox', { name: 'Edit your message' }).fill('What is a tree in mathematics?');
    await session.chat.getByRole('textbox', { name: 'Edit your message' }).press('Enter');
    await session.chat.getByText('A graph without cycles.').waitFor();
    await session.chat.getByText('2 of 2').waitFor();
    assert.equal(await session.chat.getByText('Many plants.').count(), 0);
    await session.chat.getByRole('button', { name: 'Previous version' }).click();
    await session.chat.getByText('Many plants.').waitFor();
    await session.chat.getByText('1 of 2').waitFor();
  });

  it('copies a reply as markdown', async () => {
    const reply = session.chat.getByRole('article', { name: 'Reply' }).first();
    await reply.hover();
    await reply.getByRole('button', { name: 'Copy reply as Markdown' }).click();
    await session.page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'A plant.');
  });

  it('deletes a message with what followed it, and brings it back', async () => {
    const question = session.chat.getByRole('article', { name: 'Your message' }).last();
    await question.hover();
    await question.getByRole('button', { name: 'Delete message and what follows' }).click();
    await session.chat.getByText('Many plants.').waitFor({ state: 'hidden' });
    await undo('message was deleted');
    await session.chat.getByText('Many plants.').waitFor();
  });

  it('offers the latest chats in a new one, and goes on with one of them', async () => {
    await session.newChat();
    await session.chat.getByRole('button', { name: /What is a tree\?/ }).click();
    await session.chat.getByText('Many plants.').waitFor();
  });

  it('keeps a draft for each chat', async () => {
    await session.chat.locator('textarea').fill('half a thought');
    await session.newChat();
    assert.equal(await session.chat.locator('textarea').inputValue(), '');
    await session.chat.getByRole('button', { name: /What is a tree\?/ }).click();
    await session.chat.getByText('Many plants.').waitFor();
    assert.equal(await session.chat.locator('textarea').inputValue(), 'half a thought');
    await session.chat.locator('textarea').fill('');
  });

  it('opens a chat where it was left', async () => {
    await answer(
      'Tell me more',
      Array.from({ length: 80 }, (_, index) => `Line ${index}`)
        .join('\n\n')
        .concat('\n\nThe end.'),
      'The end.',
    );
    const log = session.chat.getByRole('log');
    await session.chat.getByText('Line 20', { exact: true }).scrollIntoViewIfNeeded();
    await session.chat.getByRole('button', { name: 'Jump to latest' }).waitFor();
    await session.newChat();
    await session.chat.getByRole('button', { name: /What is a tree\?/ }).click();
    await session.chat.getByRole('button', { name: 'Jump to latest' }).waitFor();
    await session.chat.getByText('Line 20', { exact: true }).waitFor();
    assert.ok(
      await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight > 500 && box.scrollTop > 100),
    );
  });

  it('lists, searches, pins, renames and deletes', async () => {
    await session.newChat();
    await answer('Why is the sky blue?', 'Scattering.');
    await showChats();
    assert.match((await row('Why is the sky blue?').textContent()) ?? '', /1 question, open now/);
    await rowButton('What is a tree?', 'Pin to the Top');
    await row('What is a tree?').locator('.action-label[aria-label="Unpin"]').waitFor({ state: 'attached' });
    await session.screenshot('chats-list');
    await rowButton('Why is the sky blue?', 'Rename');
    await session.answer('Rename Chat', 'Sky');
    await row('Sky').waitFor();
    await session.input.fill('sk');
    await row('What is a tree?').waitFor({ state: 'hidden' });
    await session.input.fill('scatt');
    await row('Sky').getByText('Scattering.').waitFor();
    await row('What is a tree?').waitFor({ state: 'hidden' });
    await session.page.locator('.quick-input-list .monaco-list-row.focused[aria-label*="Scattering."]').waitFor();
    await session.screenshot('chats-search');
    await rowButton('Sky', 'Delete');
    await row('Sky').waitFor({ state: 'hidden' });
    await session.page.keyboard.press('Escape');
    await session.chat.getByText('Scattering.').waitFor({ state: 'hidden' });
    await undo('“Sky” was deleted');
    await session.chat.getByText('Scattering.').waitFor();
  });

  it('loses nothing when the extension host is killed while a reply streams', async () => {
    await session.endpoint.reply({ kind: 'slow', text: 'one two three four', chunkChars: 4, gate: 'pieces' });
    await session.say('Count slowly');
    await session.endpoint.openGate('pieces', 2);
    await session.chat.getByText('one two').waitFor();
    await session.killExtensionHost('one two');
    await session.reload();
    await session.run('gpt-oss: Open Chat');
    await session.chat.getByText('one two').waitFor();
    await session.chat.getByText('Count slowly').waitFor();
    await session.chat.getByText('Scattering.').waitFor();
    await session.chat.getByRole('button', { name: 'Continue' }).waitFor();
    await session.endpoint.openGate('pieces', 99);
  });

  it('shows in a second window what the first one adds, as it comes', async () => {
    const other = await session.secondWindow();
    await other.getByText('Count slowly').waitFor();
    await answer('And now?', 'Seen twice.');
    await other.getByText('Seen twice.').waitFor();
  });

  it('keeps its chat and its draft when the view is moved to the secondary side bar', async () => {
    await session.chat.locator('textarea').fill('moved along');
    await session.run('View: Move View');
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Chat' }).first().click();
    await session.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'New Secondary Side Bar Entry' })
      .first()
      .click();
    await session.page.locator('.part.auxiliarybar').waitFor();
    await session.chat.getByText('Seen twice.').waitFor();
    assert.equal(await session.chat.locator('textarea').inputValue(), 'moved along');
  });
});
