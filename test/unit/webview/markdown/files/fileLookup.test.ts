import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  FileLookup, mostPathsPerReply, type ReplyFiles,
} from '../../../../../src/webview/markdown/files/fileLookup.ts';

/** Has a new lookup do `work` for a reply; gives both back with the question asked. */
async function lookup(work: (reply: ReplyFiles) => void) {
  const { files, next } = questions();
  const reply = files.forReply();
  work(reply);
  return { files, reply, asked: await next() };
}

/** A lookup and its questions, one by one; `all` are those asked so far. */
function questions() {
  const all: (readonly string[])[] = [];
  let tell: (() => void) | undefined;
  const files = new FileLookup((paths) => {
    all.push(paths);
    tell?.();
  });
  const next = async (): Promise<readonly string[]> => {
    await new Promise<void>((resolve) => (tell = resolve));
    return all.at(-1) ?? [];
  };
  return { files, all, next };
}

const place = {};
const ignore = (): void => undefined;
const names = (count: number, prefix = 'f'): string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}.ts`);

/** Collects garbage. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('FileLookup', () => {
  it('asks for a path once and tells every place that waits for it', async () => {
    const [first, second, third] = [{ name: 'first' }, { name: 'second' }, { name: 'third' }];
    const told: string[] = [];
    const { files, reply, asked } = await lookup((fresh) => {
      for (const place of [first, second]) fresh.find('src/a.ts', place, ({ name }) => told.push(name));
      fresh.find('src/b.ts', third, ({ name }) => told.push(name));
    });
    assert.deepEqual(asked, ['src/a.ts', 'src/b.ts']);
    files.answer(['src/a.ts', 'src/b.ts'], ['src/a.ts']);
    assert.deepEqual(told, ['first', 'second']);
    reply.find('src/a.ts', third, ({ name }) => told.push(name));
    reply.find('src/b.ts', third, ({ name }) => told.push(name));
    assert.deepEqual(told, ['first', 'second', 'third']);
  });

  it('does not keep a place that was taken away, however long the answer takes', async () => {
    let held: WeakRef<object> | undefined;
    const { files } = await lookup((fresh) => {
      const place = {};
      held = new WeakRef(place);
      fresh.find('src/a.ts', place, () => assert.fail('The place is gone.'));
    });
    // What a weak reference was made of outlives the task that made it.
    await pause();
    collect();
    assert.equal(held?.deref(), undefined);
    files.answer(['src/a.ts'], ['src/a.ts']);
  });

  it('looks for so many paths of a reply and leaves the rest text', async () => {
    const { files, reply, asked } = await lookup((fresh) => {
      for (const path of names(1_000)) fresh.find(path, place, ignore);
    });
    assert.deepEqual(asked, names(mostPathsPerReply));
    files.answer(asked, asked);
    const told: string[] = [];
    reply.find('f1.ts', { name: 'known' }, ({ name }) => told.push(name));
    reply.find('f999.ts', { name: 'beyond' }, ({ name }) => told.push(name));
    assert.deepEqual(told, ['known']);
  });

  it('asks the next question when the last one is answered', async () => {
    const { files, all, next } = questions();
    for (const prefix of ['a', 'b']) for (const path of names(200, prefix)) files.forReply().find(path, place, ignore);
    assert.deepEqual(await next(), names(200, 'a'));
    // Another reply is gathered meanwhile, and asked for with what is left.
    files.forReply().find('c.ts', place, ignore);
    files.answer(['stale.ts'], []);
    assert.equal(all.length, 1);
    const second = next();
    files.answer(names(200, 'a'), []);
    assert.deepEqual(await second, names(200, 'b'));
    const third = next();
    files.answer(names(200, 'b'), []);
    assert.deepEqual(await third, ['c.ts']);
  });

  it('gives up what only a reply that is gone has asked for', async () => {
    const { files, all, next } = questions();
    const [gone, shown] = [files.forReply(), files.forReply()];
    for (const path of names(200)) gone.find(path, place, ignore);
    const other = files.forReply();
    for (const path of names(50, 'g')) other.find(path, place, ignore);
    const told: string[] = [];
    shown.find('g7.ts', { name: 'shown' }, ({ name }) => told.push(name));
    assert.deepEqual(await next(), names(200));
    other.giveUp();
    assert.equal(all.length, 1);
    gone.giveUp();
    assert.deepEqual(all.at(-1), []);
    assert.deepEqual(await next(), ['g7.ts']);
    files.answer(['g7.ts'], ['g7.ts']);
    assert.deepEqual(told, ['shown']);
  });
});
