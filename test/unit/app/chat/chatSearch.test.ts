import assert from 'node:assert/strict';
import { ChatSearch } from '../../../../src/app/chat/chatSearch.ts';
import type { ChatSummary } from '../../../../src/core/chat/summary.ts';

const chat = (id: string, updatedAt = 1): ChatSummary => ({
  id,
  title: id,
  pinned: false,
  createdAt: 0,
  updatedAt,
  questions: 1,
});

/** A search in these texts, which counts what is read of them. */
function searchIn(texts: Record<string, string>) {
  const read: string[] = [];
  const search = new ChatSearch((id) => {
    read.push(id);
    return Promise.resolve(texts[id] ?? '');
  });
  return { search, read };
}

const chats = [chat('sky'), chat('tree')];
const texts = { sky: 'It scatters the light.', tree: 'It is made of nodes.' };

describe('a search through chats', () => {
  it('finds what was said in them, and where', async () => {
    const { search } = searchIn(texts);
    assert.deepEqual([...((await search.find('SCATT', chats)) ?? [])], [['sky', 'It scatters the light.']]);
    assert.deepEqual([...((await search.find('it', chats)) ?? [])].map(([id]) => id), ['sky', 'tree']);
  });

  it('reads a chat once, and again only when it changed', async () => {
    const { search, read } = searchIn(texts);
    for (const words of ['it', 'it i', 'it is', 'light', 'nodes']) await search.find(words, chats);
    assert.deepEqual(read, ['sky', 'tree']);
    await search.find('light', [chat('sky', 2), chat('tree')]);
    assert.deepEqual(read, ['sky', 'tree', 'sky']);
  });

  it('reads nothing for less than two characters', async () => {
    const { search, read } = searchIn(texts);
    for (const words of ['', ' ', 'i']) assert.equal((await search.find(words, chats))?.size, 0);
    assert.deepEqual(read, []);
  });

  it('that goes on with the last one finds what a new one would, in what changed too', async () => {
    const changing: Record<string, string> = { ...texts };
    const { search } = searchIn(changing);
    assert.equal((await search.find('no', chats))?.has('sky'), false);
    changing['sky'] = 'No, it has no nodes.';
    assert.deepEqual(
      [...((await search.find('nodes', [chat('sky', 2), chat('tree')])) ?? [])].map(([id]) => id),
      ['sky', 'tree'],
    );
    assert.equal((await search.find('light', [chat('sky', 2), chat('tree')]))?.size, 0);
  });

  it('gives way to the next one', async () => {
    const { search } = searchIn(texts);
    const [first, second] = await Promise.all([search.find('light', chats), search.find('nodes', chats)]);
    assert.equal(first, undefined);
    assert.deepEqual([...(second ?? [])].map(([id]) => id), ['tree']);
  });
});
