import assert from 'node:assert/strict';
import { existingFiles, isSearchable, lookupsAtOnce } from '../../../../src/app/files/existingFiles.ts';
import type { SearchHit } from '../../../../src/app/files/searchEndings.ts';

const signal = new AbortController().signal;

const absent = Array.from({ length: 1_000 }, (_, at) => `src/f${at}.ts`);

/** Looks in a workspace of one file, `lib/src/f7.ts`; counts what is done and how much of it at the same time. */
function lookups(onLookup: (count: number) => void = () => undefined) {
  const counts = { lookups: 0, most: 0, searches: 0 };
  let running = 0;
  const isFile = async (path: string): Promise<boolean> => {
    onLookup(++counts.lookups);
    counts.most = Math.max(counts.most, ++running);
    await Promise.resolve();
    running--;
    return path === 'lib/src/f7.ts';
  };
  const search = (glob: string): Promise<readonly SearchHit[]> => {
    counts.searches++;
    const hit = { uri: 'file:///w/lib/src/f7.ts', path: 'lib/src/f7.ts' };
    return Promise.resolve(glob.includes('f7.ts') ? [hit] : []);
  };
  return { counts, isFile, search };
}

describe('existingFiles', () => {
  it('looks at a few of a thousand files at once and searches ten times', async () => {
    const { counts, ...all } = lookups();
    assert.deepEqual(await existingFiles(absent, all, signal), ['src/f7.ts']);
    assert.deepEqual(counts, { lookups: 1_000, most: lookupsAtOnce, searches: 10 });
  });

  it('searches for nothing where every path is a file as it stands', async () => {
    const { counts, ...all } = lookups();
    assert.deepEqual(await existingFiles(['lib/src/f7.ts'], all, signal), ['lib/src/f7.ts']);
    assert.equal(counts.searches, 0);
  });

  it('looks for nothing more once it is superseded', async () => {
    const cancel = new AbortController();
    const { counts, ...all } = lookups((count) => (count === 50 ? cancel.abort() : undefined));
    assert.equal(await existingFiles(absent, all, cancel.signal), undefined);
    assert.deepEqual([counts.lookups, counts.searches], [50, 0]);
  });

  it('searches for no path that cannot be the ending of another', () => {
    for (const path of ['/etc/passwd', '~/a.ts', 'C:\\a.ts', 'C:/a.ts', '../a.ts', 'src/*.ts', '{a,b}.ts'])
      assert.equal(isSearchable(path), false, path);
    for (const path of ['a.ts', 'src/a.ts', 'a, b.ts']) assert.equal(isSearchable(path), true, path);
  });
});
