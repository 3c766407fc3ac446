import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Session, testKey } from './support/session.ts';
import { endSession, goOnStepByStep } from './support/suite.ts';

const rows = ['const a = 1;', 'const b = 2;', 'const c = 3;', 'const d = 4;', 'const e = 5;', ''];
const text = rows.join('\n');
const patch = (path: string, ...lines: number[]): string[] => [
  `*** Update File: ${path}`,
  ...lines.flatMap((line) => ['@@', `-${rows[line]!}`, `+${rows[line]!.replace('const', 'let')}`]),
];
const reply = (...lines: string[]): string => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

describe('a review, by mouse and by keyboard', function () {
  this.timeout(100_000);
  goOnStepByStep();
  let session: Session;

  before(async () => {
    session = await Session.open({
      files: { 'one.ts': text, 'two.ts': text, 'bad.json': '{ "a": 1, }\n' },
      environmentKey: testKey,
    });
  });
  endSession(() => session);

  const apply = async (...lines: string[]): Promise<void> => {
    await session.page.evaluate((words) => navigator.clipboard.writeText(words), reply(...lines));
    await session.run('gpt-oss: Apply Reply from Clipboard');
  };
  const chord = async (key: string): Promise<void> => {
    await session.page.keyboard.press('Control+Alt+j');
    await session.page.keyboard.press(key);
  };
  const status = (words: string): Promise<void> =>
    session.page.locator('.statusbar-item', { hasText: words }).waitFor();

  it('takes one change by a click above it, and drops another', async () => {
    await session.openFile('one.ts');
    await apply(...patch('one.ts', 0, 2, 4));
    await session.page.locator('.tab.active', { hasText: 'Review of one.ts' }).waitFor();
    await status('1 of 3 hunks');
    await session.editor.getByText('let c = 3;').waitFor();
    await session.page.locator('.codelens-decoration a', { hasText: 'Accept' }).nth(1).click();
    await status('of 2 hunks');
    await session.page.locator('.codelens-decoration a', { hasText: 'Reject' }).first().click();
    await status('1 of 1 hunk');
    await session.editor.getByText('let a = 1;').waitFor({ state: 'detached' });
    assert.equal(await session.fileText('one.ts'), text, 'nothing is saved');
  });

  it('comes back by itself after a reload, with its actions', async () => {
    await session.reloadWindow();
    await session.page.locator('.tab.active', { hasText: 'Review of one.ts' }).waitFor();
    await session.editor.getByText('let e = 5;').waitFor();
    await session.page.locator('.codelens-decoration a', { hasText: 'Accept' }).first().waitFor();
    await status('1 hunk');
  });

  it("drops a change by the diff editor's own arrow, with nothing to save", async () => {
    await session.page.locator('.tab.active .tab-actions .action-label').click();
    await apply(...patch('one.ts', 0));
    await session.page.locator('.tab.active', { hasText: 'Review of one.ts' }).waitFor();
    await status('1 of 2 hunks');
    await session.run('gpt-oss: Show Diff of Proposed Edit');
    await session.page.locator('.tab.active', { hasText: 'one.ts (proposed by gpt-oss)' }).waitFor();
    const arrows = session.page.getByRole('button', { name: 'Revert Block' });
    // VS Code shows an arrow while the mouse is beside its block.
    await arrows.last().waitFor();
    await arrows.last().hover({ force: true });
    await arrows.last().click();
    await status('of 1 hunk');
    await session.page.locator('.tab.active:not(.dirty)', { hasText: 'one.ts (proposed by gpt-oss)' }).waitFor();
    await session.page.locator('.tab.active .tab-actions .action-label').click();
  });

  it('goes on by keyboard: next, accept, and undo in the file', async () => {
    await apply(...patch('one.ts', 4));
    await status('of 2 hunks');
    await session.editor.click();
    await chord('ArrowDown');
    await chord('y');
    await status('1 of 1 hunk');
    await chord('Enter');
    await session.page.locator('.tab.active.dirty', { hasText: 'one.ts' }).waitFor();
    await session.page.keyboard.press('Control+z');
    await session.page.locator('.tab', { hasText: 'Review of' }).waitFor({ state: 'detached' });
  });

  it('shows several files in one diff and in a list', async () => {
    await apply(...patch('two.ts', 0, 4), '*** Add File: three.ts', '+export {};');
    await session.page.locator('.tab.active', { hasText: 'Proposed by gpt-oss (2 files)' }).waitFor();
    await session.run('gpt-oss: Open Chat');
    for (const name of ['two.ts', 'three.ts'])
      await session.page.locator('.pane-body .monaco-list-row', { hasText: name }).first().waitFor();
    await session.page.locator('.pane-header', { hasText: 'Proposed Edits' }).waitFor();
  });

  it('takes the checked files, and drops one by the button of its row', async () => {
    const row = (name: string): Locator =>
      session.page.locator('.pane-body .monaco-list-row', { hasText: name }).first();
    await row('three.ts').getByRole('checkbox', { name: 'three.ts' }).uncheck();
    await session.page
      .locator('.pane-header', { hasText: 'Proposed Edits' })
      .getByRole('button', { name: 'Accept Checked Files' })
      .click();
    await session.page.locator('.tab.active', { hasText: 'Review of three.ts' }).waitFor();
    await row('two.ts').waitFor({ state: 'detached' });
    await session.openFile('two.ts');
    await session.page.locator('.tab.active.dirty', { hasText: 'two.ts' }).waitFor();
    await session.editor.getByText('let e = 5;').waitFor();
    await row('three.ts').hover();
    await row('three.ts').getByRole('button', { name: 'Reject Proposed Edit' }).click();
    await session.page.locator('.pane-header', { hasText: 'Proposed Edits' }).waitFor({ state: 'detached' });
    assert.deepEqual(
      [await session.fileText('two.ts'), await session.fileText('three.ts').catch(() => 'none')],
      [text, 'none'],
      'nothing is saved or made',
    );
  });

  it('fixes a problem from the light bulb, with what the editor says of it', async () => {
    await session.endpoint.reply({ kind: 'text', text: '```json\n{ "a": 1 }\n```' });
    await session.openFile('bad.json');
    await session.page.locator('.squiggly-error').first().waitFor();
    await session.goToLine(1);
    for (let at = 0; at < 8; at++) await session.page.keyboard.press('ArrowRight');
    await session.page.keyboard.press('Control+.');
    await session.page.locator('.action-widget .monaco-list-row', { hasText: 'Fix with gpt-oss' }).click();
    await session.page.locator('.tab.active', { hasText: 'Review of bad.json' }).waitFor();
    assert.match(JSON.stringify(session.endpoint.recorded.at(-1)?.body), /[Tt]railing comma/);
    await chord('Enter');
    await session.page.locator('.tab.active.dirty', { hasText: 'bad.json' }).waitFor();
    await session.editor.getByText('{ "a": 1 }').waitFor();
  });
});
