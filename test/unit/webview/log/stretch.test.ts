import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Turn } from '../../../../src/core/chat/conversation.ts';
import { firstStretch, widened } from '../../../../src/webview/log/stretch.ts';

const turn = (index: number, length: number): Turn => ({
  id: `t${index}`,
  role: 'user',
  text: 'x'.repeat(length),
  attachments: [],
  at: index,
});
const chat = (...lengths: number[]): Turn[] => lengths.map((length, index) => turn(index, length));

describe('the turns that are there first', () => {
  it('are the last ones, as many as surely fill the view', () => {
    assert.deepEqual(firstStretch(chat(...Array<number>(1000).fill(10)), undefined), { start: 976, end: Infinity });
    assert.deepEqual(firstStretch(chat(...Array<number>(1000).fill(12_000)), undefined), { start: 998, end: Infinity });
  });

  it('are those around the place the user left', () => {
    const { start, end } = firstStretch(chat(...Array<number>(1000).fill(10)), 't500');
    assert.ok(start < 500 && end > 500 && end - start < 100, `${start} to ${end}`);
    assert.deepEqual(firstStretch(chat(...Array<number>(1000).fill(10)), 't990'), { start: 976, end: Infinity });
  });

  it('are followed by all others, however long the chat is and wherever it was left', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30_000), { maxLength: 300 }), fc.nat(300), (lengths, place) => {
        const turns = chat(...lengths);
        let stretch = firstStretch(turns, `t${place}`);
        if (place < turns.length)
          assert.ok(turns.slice(stretch.start, stretch.end).some(({ id }) => id === `t${place}`));
        for (let steps = 0; stretch.start > 0 || stretch.end < turns.length; steps++) {
          const wider = widened(stretch, turns.length);
          assert.ok(wider.start <= stretch.start && wider.end >= stretch.end && steps < 20);
          stretch = wider;
        }
        assert.equal(turns.slice(stretch.start, stretch.end).length, turns.length);
      }),
    );
  });
});
