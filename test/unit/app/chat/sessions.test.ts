import assert from 'node:assert/strict';
import { Sessions } from '../../../../src/app/chat/sessions.ts';
import type { Change, Snapshot } from '../../../../src/core/chat/conversation.ts';
import { FakeChatFolder } from '../../../support/fakeChatFolder.ts';
import { FakeClock } from '../../../support/fakes.ts';

let ids = 0;

/** One window on a folder. */
function windowOn(
  folder: FakeChatFolder,
  old?: { read: () => Promise<Snapshot | undefined>; taken: () => Promise<void> },
) {
  const notices: string[] = [];
  const parts = {
    folder,
    clock: new FakeClock(),
    newId: () => `id${++ids}`,
    notify: (message: string) => notices.push(message),
  };
  return { sessions: new Sessions(old === undefined ? parts : { ...parts, old }), notices };
}

const question = (id: string, text = id, at = 1): Change => ({
  type: 'turnAdded',
  turn: { id, role: 'user', text, attachments: [], at },
});
const reply = (id: string, replyTo: string): Change => ({
  type: 'turnAdded',
  turn: { id, role: 'assistant', replyTo, model: 'm', status: 'waiting', text: '', reasoning: '', at: 2 },
});
const piece = (id: string, text: string): Change => ({ type: 'answerAppended', id, text });

async function written(folder: FakeChatFolder, title: string, at = 1): Promise<string> {
  const session = windowOn(folder).sessions.create();
  await session.change(question(`u-${title}`, title, at));
  return session.id;
}

describe('Sessions', () => {
  it('lists without reading what did not change', async () => {
    const folder = new FakeChatFolder();
    for (let index = 0; index < 30; index++) await written(folder, `chat ${index}`, index);
    const { sessions } = windowOn(folder);
    assert.equal((await sessions.list())[0]?.title, 'chat 29');
    folder.reads = 0;
    const again = windowOn(folder).sessions;
    assert.equal((await again.list()).length, 30);
    assert.equal(folder.reads, 0, 'the index is enough');
    await written(folder, 'one more', 99);
    assert.equal((await again.list())[0]?.title, 'one more');
    assert.equal(folder.reads, 1, 'only what changed is read');
    folder.index = '{"version":1,"chats":[["';
    assert.equal((await windowOn(folder).sessions.list()).length, 31, 'a lost index is made anew');
  });

  it('renames and pins what is open nowhere, and what is open here', async () => {
    const folder = new FakeChatFolder();
    const [first, second] = [await written(folder, 'first', 1), await written(folder, 'second', 2)];
    const { sessions } = windowOn(folder);
    await sessions.rename(first, 'Mine');
    await sessions.pin(first, true);
    const session = await sessions.open(second);
    await sessions.rename(second, 'Also mine');
    assert.equal(session?.conversation.title, 'Also mine');
    assert.deepEqual(
      (await windowOn(folder).sessions.list()).map(({ title, pinned }) => [title, pinned]),
      [
        ['Mine', true],
        ['Also mine', false],
      ],
    );
  });

  it('sees what another window adds, and overwrites nothing of it', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'shared');
    const [a, b] = [windowOn(folder).sessions, windowOn(folder).sessions];
    await a.begin();
    await b.begin();
    const [inA, inB] = [await a.open(id), await b.open(id)];
    assert.ok(inA && inB);
    await inA.change(reply('ra', 'u-shared'));
    void inA.change(piece('ra', 'from '));
    void inA.change(piece('ra', 'a'));
    await inB.change(question('ub', 'from b'));
    await inA.flush();
    await Promise.all([inA.refresh(), inB.refresh()]);
    await Promise.all([inA.flush(), inB.flush()]);
    assert.deepEqual(inB.conversation.all.map(({ text }) => text).sort(), ['from a', 'from b', 'shared']);
    assert.deepEqual(new Set(inA.conversation.all), new Set(inB.conversation.all));
    assert.deepEqual(folder.conversation(id)?.all.length, 3);
  });

  it('writes on in a chat that another window wrote anew', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'kept');
    const [a, b] = [windowOn(folder).sessions, windowOn(folder).sessions];
    const inA = await a.open(id);
    await inA?.change(question('u2', 'gone'));
    await inA?.change({ type: 'turnRemoved', id: 'u2' });
    // Opening it writes it anew, without what was removed.
    await b.open(id);
    assert.doesNotMatch(folder.files.get(id)!.text, /gone/);
    await inA?.change(question('u3', 'more'));
    await inA?.refresh();
    assert.deepEqual(inA?.conversation, folder.conversation(id));
    assert.deepEqual(inA?.conversation.all.map(({ text }) => text), ['kept', 'more']);
  });

  it('brings a chat back that another window removed while it is used here', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'used');
    const session = await windowOn(folder).sessions.open(id);
    await windowOn(folder).sessions.remove(id);
    await session?.change(question('u2', 'still here'));
    assert.deepEqual(folder.conversation(id), session?.conversation);
    assert.equal(folder.conversation(id)?.all.length, 2);
  });

  it('sets a damaged chat aside with a notice, keeps what can be read of it, and opens the others', async () => {
    const folder = new FakeChatFolder();
    const [bad, broken, good] = [
      await written(folder, 'bad'),
      await written(folder, 'broken'),
      await written(folder, 'good'),
    ];
    folder.files.get(bad)!.text += '\n\0\0\0\0garbage\n';
    folder.files.get(broken)!.text = 'nothing of a chat';
    const { sessions, notices } = windowOn(folder);
    assert.deepEqual((await sessions.list()).map(({ title }) => title).sort(), ['bad', 'good']);
    assert.deepEqual([folder.aside.toSorted(), notices.length], [[bad, broken].toSorted(), 2]);
    assert.ok(notices.some((notice) => notice.includes('“bad”') && notice.includes(`${bad}.damaged`)));
    assert.ok(await sessions.open(good));
    assert.equal((await sessions.open(bad))?.conversation.turns[0]?.text, 'bad');
    assert.equal(await sessions.open(broken), undefined);
  });

  it('goes on in a file that was made and has nothing in it yet', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'mine');
    folder.files.get(id)!.text = '';
    const [first, second] = [windowOn(folder), windowOn(folder)];
    const [mine, other] = [await first.sessions.open(id), await second.sessions.open(id)];
    await mine?.change(question('a', 'a'));
    await other?.change(question('b', 'b'));
    const { sessions, notices } = windowOn(folder);
    assert.deepEqual((await sessions.open(id))?.conversation.all.map(({ text }) => text), ['a', 'b']);
    assert.deepEqual([first.notices, second.notices, notices, folder.aside], [[], [], [], []]);
  });

  it('keeps what cannot be written, says so once, and writes it later', async () => {
    const folder = new FakeChatFolder();
    const { sessions, notices } = windowOn(folder);
    const session = sessions.create();
    folder.full = true;
    await assert.rejects(session.change(question('u1')), { reason: 'notSaved' });
    await assert.rejects(session.change(reply('r1', 'u1')), { reason: 'notSaved' });
    assert.equal(notices.length, 1);
    folder.full = false;
    await session.change(piece('r1', 'text'));
    await session.flush();
    assert.deepEqual(folder.conversation(session.id), session.conversation);
    sessions.dispose();
  });

  it('puts a change on disk before it shows it, or not at all', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'kept');
    const { sessions, notices } = windowOn(folder);
    const session = await sessions.open(id);
    assert.ok(session);
    const store = (turn: string): Promise<void> => session.store(question(turn), { type: 'turnRemoved', id: turn });
    folder.full = true;
    await assert.rejects(store('u2'), { reason: 'notSaved' });
    assert.deepEqual(session.conversation.all.map(({ text }) => text), ['kept']);
    assert.equal(notices.length, 1);
    folder.full = false;
    await store('u3');
    await session.flush();
    assert.deepEqual(session.conversation.all.map(({ text }) => text), ['kept', 'u3']);
    assert.deepEqual(folder.conversation(id), session.conversation);
    sessions.dispose();
  });

  it('lists the others where one cannot be read, and that one as it was known', async () => {
    const folder = new FakeChatFolder();
    const [known, fresh] = [await written(folder, 'known', 1), await written(folder, 'readable', 2)];
    const { sessions, notices } = windowOn(folder);
    await sessions.list();
    folder.files.get(known)!.modifiedAt = 99;
    const lost = await written(folder, 'never read', 3);
    folder.unreadable.add(known).add(lost);
    assert.deepEqual((await sessions.list()).map(({ title }) => title), ['readable', 'known']);
    assert.equal(notices.length, 1);
    await assert.rejects(sessions.open(known), { reason: 'notRead' });
    assert.ok(await sessions.open(fresh));
    folder.unreadable.clear();
    assert.deepEqual((await sessions.list()).map(({ title }) => title), ['never read', 'readable', 'known']);
    assert.equal((await sessions.open(known))?.conversation.all.length, 1, 'nothing of the failed opening is left');
  });

  it('begins with a new chat where the last one cannot be read, and leaves that alone', async () => {
    const folder = new FakeChatFolder();
    const id = await written(folder, 'unreadable');
    folder.lastId = id;
    folder.unreadable.add(id);
    const session = await windowOn(folder).sessions.begin();
    assert.notEqual(session.id, id);
    await session.change(question('u'));
    folder.unreadable.clear();
    assert.deepEqual(
      (await windowOn(folder).sessions.open(id))?.conversation.all.map(({ text }) => text),
      ['unreadable'],
    );
  });

  it('takes the chat of the first version over, once', async () => {
    const folder = new FakeChatFolder();
    let old: Snapshot | undefined = {
      id: 'old',
      all: [{ id: 'u', role: 'user', text: 'from before', attachments: [], at: 1 }],
      chosen: [],
    };
    const store = { read: () => Promise.resolve(old), taken: () => Promise.resolve((old = undefined)) };
    assert.equal((await windowOn(folder, store).sessions.begin()).conversation.turns[0]?.text, 'from before');
    assert.equal(old, undefined);
    assert.equal((await windowOn(folder, store).sessions.list()).length, 1);
  });
});
