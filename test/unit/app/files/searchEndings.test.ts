import assert from 'node:assert/strict';
import { mostSearches, searchEndings, type SearchHit } from '../../../../src/app/files/searchEndings.ts';

const signal = new AbortController().signal;

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `src/f${at}.ts`);

/** Searches files by the globs that are sent; counts, and fails where two searches run together. */
function searchIn(paths: readonly string[]) {
  const globs: string[] = [];
  let running = 0;
  const search = async (glob: string, most: number): Promise<readonly SearchHit[]> => {
    globs.push(glob);
    assert.equal(++running, 1);
    await Promise.resolve();
    running--;
    const endings = alternatives(glob);
    return paths
      .filter((path) => endings.some((ending) => `/${path}`.endsWith(`/${ending}`)))
      .slice(0, most)
      .map((path) => ({ uri: `file:///w/${path}`, path }));
  };
  return { search, globs };
}

/** The paths in a glob of ours. */
function alternatives(glob: string): string[] {
  const [, several, one = ''] = /^\*\*\/(?:\{(.*)\}|(.*))$/.exec(glob) ?? [];
  const paths = several === undefined ? [one] : several.split(/(?<!\[),/);
  return paths.map((path) => path.replace(/\[(.)\]/g, '$1'));
}

describe('searchEndings', () => {
  it('finds the only file, several or none that end in a path, in one search', async () => {
    const { search, globs } = searchIn(['a/src/one.ts', 'a/two.ts', 'b/two.ts', 'notone.ts', 'x/{y},[z].ts']);
    const endings = await searchEndings(['src/one.ts', 'one.ts', 'two.ts', 'none.ts', '{y},[z].ts'], search, signal);
    assert.deepEqual(Object.fromEntries(endings), {
      'src/one.ts': { kind: 'one', uri: 'file:///w/a/src/one.ts' },
      'one.ts': { kind: 'one', uri: 'file:///w/a/src/one.ts' },
      'two.ts': { kind: 'several' },
      'none.ts': { kind: 'none' },
      '{y},[z].ts': { kind: 'one', uri: 'file:///w/x/{y},[z].ts' },
    });
    assert.deepEqual(globs, ['**/{src/one.ts,one.ts,two.ts,none.ts,[{]y[}][,][[]z[]].ts}']);
  });

  it('searches for one path by a plain glob, and takes what the file system says is the same name', async () => {
    const globs: string[] = [];
    const search = (glob: string): Promise<readonly SearchHit[]> => {
      globs.push(glob);
      return Promise.resolve([{ uri: 'file:///w/A.ts', path: 'A.ts' }]);
    };
    assert.deepEqual((await searchEndings(['a.ts'], search, signal)).get('a.ts'), {
      kind: 'one',
      uri: 'file:///w/A.ts',
    });
    assert.deepEqual(globs, ['**/a.ts']);
  });

  it('takes two forms of the same letter for one name', async () => {
    const search = () => Promise.resolve([{ uri: 'file:///w/a%CC%88.ts', path: 'a\u0308.ts' }]);
    const endings = await searchEndings(['\u00E4.ts', 'b.ts'], search, signal);
    assert.deepEqual(endings.get('\u00E4.ts'), { kind: 'one', uri: 'file:///w/a%CC%88.ts' });
  });

  it('needs ten searches for a thousand paths, one after the other', async () => {
    const { search, globs } = searchIn(['lib/src/f999.ts']);
    const endings = await searchEndings(names(1_000), search, signal);
    assert.equal(globs.length, 10);
    const kinds = ['src/f999.ts', 'src/f0.ts'].map((path) => endings.get(path)?.kind);
    assert.deepEqual([endings.size, ...kinds], [1_000, 'one', 'none']);
  });

  it('searches again where a common name crowds out the others', async () => {
    const common = Array.from({ length: 3_000 }, (_, at) => `p${at}/index.ts`);
    const { search, globs } = searchIn([...common, 'src/rare.ts']);
    const endings = await searchEndings(['index.ts', 'rare.ts', 'none.ts'], search, signal);
    assert.deepEqual(Object.fromEntries(endings), {
      'index.ts': { kind: 'several' },
      'rare.ts': { kind: 'one', uri: 'file:///w/src/rare.ts' },
      'none.ts': { kind: 'none' },
    });
    assert.equal(globs.length, 2);
  });

  it('leaves undecided what so many searches do not come to', async () => {
    const { search, globs } = searchIn([]);
    const endings = await searchEndings(names(1_500), search, signal);
    assert.equal(globs.length, mostSearches);
    assert.deepEqual([endings.size, endings.get('src/f1000.ts')], [1_000, undefined]);
  });

  it('keeps every glob short enough for a command line', async () => {
    const { search, globs } = searchIn([]);
    const long = names(90).map((name) => `${'folder/'.repeat(45)}${name}`);
    const endings = await searchEndings(long, search, signal);
    assert.equal(endings.size, long.length);
    assert.ok(globs.every((glob) => glob.length < 8_100));
    await searchEndings([`${'a'.repeat(20_000)}.ts`, 'b.ts'], search, signal);
  });

  it('starts no other search once it is cancelled, and takes nothing from the one under way', async () => {
    const cancel = new AbortController();
    let searches = 0;
    const search = (): Promise<readonly SearchHit[]> => {
      if (++searches === 2) cancel.abort();
      return Promise.resolve([]);
    };
    const endings = await searchEndings(names(1_000), search, cancel.signal);
    assert.deepEqual([searches, endings.size], [2, 100]);
  });
});
