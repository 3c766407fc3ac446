import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileReview } from '../../../../src/core/review/fileReview.ts';
import { encodeReviews } from '../../../../src/core/review/stored.ts';
import { reviewStore } from '../../../../src/host/review/reviewStore.ts';
import { type Fault, FaultyDisk } from '../../../support/faultyDisk.ts';

const review = (path: string, text = 'b\n'): FileReview => ({
  uri: `file:///w/${path}`,
  path,
  kind: 'change',
  text: 'a\n',
  hunks: [{ id: 1, start: 0, end: 2, text, touched: false }],
  nextId: 2,
});

describe('reviews on disk', function () {
  this.timeout(60_000);
  let root: string;
  let folder: string;
  const troubles: unknown[] = [];
  const onTrouble = (failure: unknown): number => troubles.push(failure);
  const windowOn = (faulty = new FaultyDisk()) => reviewStore({ folder, onTrouble, disk: faulty.disk });
  const paths = async (): Promise<string[]> => (await windowOn().load()).map(({ path }) => path).sort();

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gpt-oss-reviews-'));
    folder = join(root, 'storage');
    troubles.length = 0;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('come back, and go when they are decided', async () => {
    const store = windowOn();
    await store.save([review('a'), review('b')]);
    assert.deepEqual((await windowOn().load()).find(({ path }) => path === 'a'), review('a'));
    await store.save([review('b')]);
    assert.deepEqual(await paths(), ['b']);
    await store.save([]);
    assert.deepEqual([await paths(), troubles], [[], []]);
  });

  it('of two windows on one folder leave each other alone', async () => {
    const [first, second] = [windowOn(), windowOn()];
    await Promise.all([first.load(), second.load()]);
    await first.save([review('a')]);
    await second.save([review('b')]);
    await first.save([review('a', 'c\n')]);
    assert.deepEqual(await paths(), ['a', 'b']);
    await first.save([]);
    assert.deepEqual(await paths(), ['b']);
  });

  it('are there still after they could not be read', async () => {
    await windowOn().save([review('a'), review('b')]);
    const faulty = new FaultyDisk();
    faulty.fault = { kind: 'always', at: 1 };
    const store = windowOn(faulty);
    assert.deepEqual(await store.load(), []);
    assert.equal(troubles.length, 1, 'it is said once');
    faulty.fault = undefined;
    await store.save([review('c')]);
    assert.deepEqual(await paths(), ['a', 'b', 'c']);
  });

  it('of an earlier version are taken over', async () => {
    await writeFile(join(root, 'reviews.json'), encodeReviews([review('old'), review('older')]));
    folder = root;
    assert.deepEqual(await paths(), ['old', 'older']);
    assert.deepEqual(await readdir(root), ['reviews']);
    assert.deepEqual(await paths(), ['old', 'older']);
  });

  it('are readable by no other user of the machine', async function () {
    if (process.platform === 'win32') return this.skip();
    await windowOn().save([review('a')]);
    const [name = ''] = await readdir(join(folder, 'reviews'));
    const kept = [join(folder, 'reviews'), join(folder, 'reviews', name)];
    const modes = await Promise.all(kept.map(async (path) => (await stat(path)).mode & 0o777));
    assert.deepEqual(modes, [0o700, 0o600]);
  });

  async function tryFault(fault: Fault): Promise<readonly string[]> {
    await rm(folder, { recursive: true, force: true });
    await windowOn().save([review('kept'), review('changed')]);
    const faulty = new FaultyDisk();
    faulty.fault = fault;
    const store = windowOn(faulty);
    const loaded = await store.load();
    await store.save([...loaded.filter(({ path }) => path === 'kept'), review('changed', 'c\n'), review('new')]);
    const there = await paths();
    assert.ok(there.includes('kept') && there.includes('changed'), `lost with ${JSON.stringify(fault)}`);
    faulty.fault = undefined;
    await store.save([review('kept'), review('changed', 'c\n'), review('new')]);
    const all = (await windowOn().load()).map(({ path, hunks }) => [path, hunks[0]?.text]);
    assert.deepEqual(all.sort(), [['changed', 'c\n'], ['kept', 'b\n'], ['new', 'b\n']]);
    return faulty.calls;
  }

  for (const kind of ['once', 'always', 'short'] as const) {
    it(`lose nothing, whichever call fails (${kind})`, async () => {
      const calls = await tryFault({ kind, at: Infinity });
      for (let at = 1; at <= calls.length; at++) await tryFault({ kind, at });
    });
  }
});
