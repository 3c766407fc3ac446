import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPlace } from '../../../../src/host/files/realPlace.ts';

describe('where a path really lies', () => {
  let root: string;
  const at = (...names: string[]): string => join(root, ...names);

  before(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'gpt-oss-place-')));
    await mkdir(at('inside', 'folder'), { recursive: true });
    await mkdir(at('outside'));
    await writeFile(at('outside', 'secret.txt'), 's');
    await symlink(at('outside'), at('inside', 'linked'));
    await symlink(at('outside', 'secret.txt'), at('inside', 'file.txt'));
    await symlink(at('outside', 'not-yet.txt'), at('inside', 'dangling.txt'));
    await symlink(at('inside', 'loop'), at('inside', 'loop'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('is where links lead, for files and below folders', async () => {
    assert.equal(await realPlace(at('inside', 'file.txt')), at('outside', 'secret.txt'));
    assert.equal(await realPlace(at('inside', 'linked', 'secret.txt')), at('outside', 'secret.txt'));
    assert.equal(await realPlace(at('inside', 'folder')), at('inside', 'folder'));
  });

  it('is where the nearest folder leads, for what is not there yet', async () => {
    assert.equal(await realPlace(at('inside', 'a', 'b', 'new.txt')), at('inside', 'a', 'b', 'new.txt'));
    assert.equal(await realPlace(at('inside', 'linked', 'a', 'new.txt')), at('outside', 'a', 'new.txt'));
  });

  it('is nowhere for a link to nothing, or to itself, and for what would lie below one', async () => {
    assert.equal(await realPlace(at('inside', 'dangling.txt')), undefined);
    assert.equal(await realPlace(at('inside', 'dangling.txt', 'below.txt')), undefined);
    assert.equal(await realPlace(at('inside', 'loop')), undefined);
  });
});
