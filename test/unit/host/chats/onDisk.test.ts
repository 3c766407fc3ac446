import assert from 'node:assert/strict';
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatFolderOnDisk } from '../../../../src/host/chats/chatFolderOnDisk.ts';
import { oldConversation } from '../../../../src/host/chats/oldConversation.ts';

/** Which kinds of rights there are: none for anyone but the owner. */
const allPrivate = ['600', '700'];

/** The rights of a folder and of all that is in it, each kind once. */
async function modesIn(folder: string): Promise<string[]> {
  const paths = [folder, ...(await readdir(folder, { recursive: true })).map((path) => join(folder, path))];
  const modes = await Promise.all(paths.map(async (path) => ((await stat(path)).mode & 0o777).toString(8)));
  return [...new Set(modes)].sort();
}

const hours = (count: number): number => 1000 + count * 3_600_000;

describe('chats on disk', () => {
  let folder: string;
  let chats: ChatFolderOnDisk;
  let now = 1000;
  const purgeAt = async (time: number): Promise<void> => {
    now = time;
    await chats.purge(time - 24 * 3_600_000);
  };
  const path = (): string => join(folder, 'chats', 'a.jsonl');
  const lines = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gpt-oss-disk-'));
    now = 1000;
    chats = new ChatFolderOnDisk(join(folder, 'chats'), () => now);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are appended to only where they are, and made only where they are not', async () => {
    const file = chats.journal('a');
    assert.equal(await file.append(['x'], true), false);
    assert.equal(await file.create(['one']), true);
    assert.equal(await file.create(['again']), false);
    assert.equal(await file.append(['two', 'three'], false), true);
    assert.deepEqual(lines((await file.read())?.text), ['one', 'two', 'three']);
  });

  it('are there whole as soon as they are there, and keep what others put behind at once', async () => {
    const append = async (at: number, name: string): Promise<void> => {
      const file = chats.journal(`c${at}`);
      while (!(await file.append([name], false)));
    };
    for (let at = 0; at < 100; at++) {
      const others = ['b', 'c', 'd'];
      const [made] = await Promise.all([
        chats.journal(`c${at}`).create(['first', 'second']),
        ...others.map((name) => append(at, name)),
      ]);
      assert.equal(made, true);
      const all = lines(await readFile(join(folder, 'chats', `c${at}.jsonl`), 'utf8'));
      assert.deepEqual([all.slice(0, 2), all.slice(2).sort()], [['first', 'second'], others]);
    }
    assert.equal((await readdir(join(folder, 'chats'))).length, 100, 'nothing else is left');
  });

  it('are read on from where the last reading ended, and only as far as lines are whole', async () => {
    const [file, other] = [chats.journal('a'), chats.journal('a')];
    await file.create(['one']);
    await file.read();
    await appendFile(path(), '\ntwo\nthr');
    assert.deepEqual(await file.read(), { text: '\ntwo\n', fromStart: false });
    // What broke off does not take the next line with it.
    await other.append(['four'], true);
    assert.deepEqual(await file.read(), { text: 'thr\nfour\n', fromStart: false });
    await truncate(path(), 0);
    assert.equal((await file.read())?.fromStart, true);
  });

  it('are written anew as a whole, with what others appended meanwhile behind', async () => {
    const [file, other] = [chats.journal('a'), chats.journal('a')];
    await file.create(['one', 'two']);
    await file.read();
    await other.append(['late'], true);
    assert.equal(await file.compact(['short']), true);
    assert.deepEqual(lines(await readFile(path(), 'utf8')), ['short', 'late']);
    assert.deepEqual(lines((await file.read())?.text), ['late']);
    assert.deepEqual(await readdir(join(folder, 'chats')), ['a.jsonl']);
  });

  it('are not written anew by a window that has not seen the file, nor by two at a time', async () => {
    const [file, other] = [chats.journal('a'), chats.journal('a')];
    await file.create(['one']);
    assert.equal(await file.compact(['short']), false, 'not read yet');
    await file.read();
    await other.read();
    await other.compact(['other']);
    assert.equal(await file.compact(['short']), false, 'another file by now');
    await other.read();
    await writeFile(`${path()}.new`, '');
    assert.equal(await other.compact(['short']), false, 'someone is at it');
    assert.deepEqual(lines(await readFile(path(), 'utf8')), ['other']);
  });

  it('are not spoiled by a window that slept while it wrote one anew', async () => {
    const [sleeper, other] = [chats.journal('a'), chats.journal('a')];
    await sleeper.create(['one', 'two']);
    await sleeper.read();
    await other.read();
    const turn = `${path()}.new`;
    // As the sleeper left it: its process is there, and it began long ago.
    await writeFile(turn, `${process.pid}`);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(turn, longAgo, longAgo);
    assert.equal(await other.compact(['other']), false, 'the sleeper may wake at any moment');
    // Its process is gone: whoever comes next gets the turn.
    await writeFile(turn, '999999999');
    await utimes(turn, longAgo, longAgo);
    assert.equal(await other.compact(['other']), false);
    assert.equal(await other.compact(['other']), true);
    assert.deepEqual(lines(await readFile(path(), 'utf8')), ['other']);
    assert.deepEqual(await readdir(join(folder, 'chats')), ['a.jsonl']);
  });

  it('keep every line of many windows that append and write anew at the same time', async () => {
    const windows = Array.from({ length: 6 }, () => chats.journal('a'));
    await windows[0]?.create(['begin']);
    await Promise.all(
      windows.map(async (file, window) => {
        for (let count = 0; count < 60; count++) {
          assert.equal(await file.append([`${window}-${count}`], false), true);
          if (count % 5 !== window % 5) continue;
          const read = await file.read();
          if (read?.fromStart === true) await file.compact(lines(read.text));
        }
      }),
    );
    const kept = new Set(lines(await readFile(path(), 'utf8')));
    for (let window = 0; window < 6; window++)
      for (let count = 0; count < 60; count++) assert.ok(kept.has(`${window}-${count}`), `${window}-${count}`);
  });

  it('come back after they were removed, until they are purged', async () => {
    await chats.journal('a').create(['one']);
    assert.equal(await chats.remove('a'), true);
    assert.equal(await chats.remove('a'), false);
    assert.deepEqual(await chats.list(), []);
    assert.equal(await chats.restore('a'), true);
    assert.equal((await chats.list())[0]?.id, 'a');
    await chats.remove('a');
    await purgeAt(hours(20));
    await purgeAt(hours(30));
    await purgeAt(hours(50));
    await purgeAt(hours(55));
    assert.equal(await chats.restore('a'), false);
  });

  it('are not forgotten because a clock is ahead for a while', async () => {
    await chats.journal('a').create(['one']);
    await chats.remove('a');
    for (const time of [hours(48), hours(49), hours(1), hours(26), hours(49)]) await purgeAt(time);
    assert.equal(await chats.restore('a'), true);
    assert.deepEqual(lines((await chats.journal('a').read())?.text), ['one']);
  });

  it('are readable by no other user of the machine, those of earlier versions included', async function () {
    if (process.platform === 'win32') return this.skip();
    await chats.journal('a').create(['one']);
    await chats.setLast('a');
    await chats.journal('b').create(['two']);
    await chats.remove('b');
    const [file] = [chats.journal('a')];
    await file.read();
    await file.compact(['short']);
    assert.deepEqual(await modesIn(join(folder, 'chats')), allPrivate);
    for (const path of await readdir(join(folder, 'chats'), { recursive: true }))
      await chmod(join(folder, 'chats', path), 0o755);
    await chmod(join(folder, 'chats'), 0o755);
    await chats.secure();
    assert.deepEqual(await modesIn(join(folder, 'chats')), allPrivate);
  });

  it('leave nothing of a file that was never made to its end', async () => {
    await chats.setLast('a');
    await writeFile(`${path()}.some.made`, 'half');
    await chats.purge(1000);
    assert.equal((await readdir(join(folder, 'chats'))).length, 2);
    await chats.purge(Date.now() + 60_000);
    assert.deepEqual(await readdir(join(folder, 'chats')), ['last']);
  });

  it('are never outside their folder', () => {
    for (const id of ['../a', 'a/b', '', '.', 'a.b', 'x'.repeat(81)]) assert.throws(() => chats.journal(id), id);
  });

  it('remember the last one, and take another file for none', async () => {
    assert.equal(await chats.last(), undefined);
    await chats.setLast('a');
    assert.equal(await chats.last(), 'a');
    await writeFile(join(folder, 'chats', 'last'), '../../etc');
    assert.equal(await chats.last(), undefined);
  });

  it('take over the file of the first version once', async () => {
    const file = join(folder, 'conversation.json');
    const old = oldConversation(file);
    assert.equal(await old.read(), undefined);
    await writeFile(
      file,
      JSON.stringify({ id: 'c', turns: [{ id: 'u', role: 'user', text: 'q', attachments: [], at: 1 }] }),
    );
    assert.equal((await old.read())?.all[0]?.text, 'q');
    await old.taken();
    assert.equal(await old.read(), undefined);
  });
});
