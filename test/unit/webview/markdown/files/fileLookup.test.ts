import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FileLookup } from '../../../../../src/webview/markdown/files/fileLookup.ts';

/** Has a new lookup do `work`; gives it back with the question it asked. */
async function lookup(
  work: (files: FileLookup) => void,
): Promise<{ readonly files: FileLookup; readonly asked: readonly string[] }> {
  let files: FileLookup | undefined;
  const asked = await new Promise<readonly string[]>((resolve) => {
    files = new FileLookup(resolve);
    work(files);
  });
  assert.ok(files !== undefined);
  return { files, asked };
}

/** Collects garbage. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('FileLookup', () => {
  it('asks for a path once and tells every place that waits for it', async () => {
    const [first, second, third] = [{ name: 'first' }, { name: 'second' }, { name: 'third' }];
    const told: string[] = [];
    const { files, asked } = await lookup((fresh) => {
      for (const place of [first, second]) fresh.find('src/a.ts', place, ({ name }) => told.push(name));
      fresh.find('src/b.ts', third, ({ name }) => told.push(name));
    });
    assert.deepEqual(asked, ['src/a.ts', 'src/b.ts']);
    files.answer(['src/a.ts', 'src/b.ts'], ['src/a.ts']);
    assert.deepEqual(told, ['first', 'second']);
    files.find('src/a.ts', third, ({ name }) => told.push(name));
    files.find('src/b.ts', third, ({ name }) => told.push(name));
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
});
