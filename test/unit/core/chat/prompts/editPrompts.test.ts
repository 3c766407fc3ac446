import assert from 'node:assert/strict';
import {
  codeContext, editMessages, insertMessages, repairMessages,
} from '../../../../../src/core/chat/prompts/editPrompts.ts';

describe('prompts for edits', () => {
  it('carry path, language, selection and the lines around it', () => {
    const context = codeContext(
      { path: 'src/a.ts', languageId: 'typescript', text: 'before\nSELECTED\nafter\n' },
      7,
      15,
    );
    const [system, user] = editMessages(context, 'make it better', 'default');
    assert.equal(system!.role, 'system');
    for (const part of [
      'src/a.ts', 'typescript', '```typescript\nSELECTED\n```', 'before', 'after', 'Instruction: make it better',
    ]) {
      assert.ok(user!.content.includes(part), part);
    }
    assert.ok(!insertMessages(context, 'x', 'default')[1]!.content.includes('The selected code'));
  });

  it('cut the context to some whole lines', () => {
    const long = Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n');
    const start = long.indexOf('line 250');
    const { before, after } = codeContext({ path: 'a', languageId: 'x', text: long }, start, start + 8);
    assert.ok(before.startsWith('line 210\n'), before.slice(0, 20));
    assert.ok(after.endsWith('line 290'), after.slice(-20));
  });

  it('ask for the whole of a short selection and for a patch of a long one', () => {
    const short = codeContext({ path: 'a.ts', languageId: 'typescript', text: 'x\n' }, 0, 1);
    assert.match(editMessages(short, 'x', 'default')[1]!.content, /full new text of the selection/);
    const text = 'x\n'.repeat(1_000);
    const long = codeContext({ path: 'a.ts', languageId: 'typescript', text }, 0, text.length);
    assert.match(editMessages(long, 'x', 'default')[1]!.content, /\*\*\* Begin Patch/);
  });

  it('name the problems with their lines and sources', () => {
    const context = codeContext({ path: 'a.ts', languageId: 'typescript', text: 'x\n' }, 0, 1);
    const [, user] = editMessages(context, 'fix', 'default', [
      { line: 7, severity: 'error', message: 'no such name', source: 'ts 2304' },
    ]);
    assert.ok(user!.content.includes('- line 7, error (ts 2304): no such name'));
  });

  it('go on where a reply could not be placed', () => {
    const asked = editMessages(
      codeContext({ path: 'a.ts', languageId: 'typescript', text: 'x\n' }, 0, 1),
      'x',
      'default',
    );
    const roles = repairMessages(asked, 'reply', 'again', 'default').map(({ role }) => role);
    assert.deepEqual(roles, ['system', 'user', 'assistant', 'user']);
    assert.deepEqual(
      repairMessages([], 'reply', 'again', 'high').map(({ role }) => role),
      ['system', 'assistant', 'user'],
    );
  });
});
