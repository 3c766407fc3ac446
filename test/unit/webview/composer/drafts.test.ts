import assert from 'node:assert/strict';
import { withDraft } from '../../../../src/webview/composer/drafts.ts';

describe('withDraft', () => {
  it('keeps one draft per conversation, and none that is empty', () => {
    const drafts = withDraft(withDraft({}, 'a', 'one'), 'b', 'two');
    assert.deepEqual(drafts, { a: 'one', b: 'two' });
    assert.deepEqual(withDraft(drafts, 'a', ''), { b: 'two' });
  });

  it('lets go of the ones left alone longest', () => {
    let drafts = {};
    for (let index = 0; index < 40; index++) drafts = withDraft(drafts, `c${index}`, 'x');
    drafts = withDraft(drafts, 'c10', 'newest');
    drafts = withDraft(drafts, 'c40', 'x');
    const ids = Object.keys(drafts);
    assert.equal(ids.length, 30);
    assert.ok(ids.includes('c10') && !ids.includes('c11'));
  });
});
