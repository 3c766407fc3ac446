import assert from 'node:assert/strict';
import { type PerChat, withEntry } from '../../../src/webview/perChat.ts';

describe('what is kept for each chat', () => {
  it('is one entry a chat, and goes when it is nothing', () => {
    const two = withEntry(withEntry<number>({}, 'a', 1), 'b', 2);
    assert.deepEqual(withEntry(two, 'a', 3), { b: 2, a: 3 });
    assert.deepEqual(withEntry(two, 'a', undefined), { b: 2 });
  });

  it('is forgotten for those left alone longest', () => {
    let entries: PerChat<number> = {};
    for (let index = 0; index < 40; index++) entries = withEntry(entries, `c${index}`, index);
    entries = withEntry(entries, 'c10', 1);
    assert.deepEqual(
      [Object.keys(entries).length, Object.keys(entries)[0], Object.keys(entries).at(-1)],
      [30, 'c11', 'c10'],
    );
  });
});
