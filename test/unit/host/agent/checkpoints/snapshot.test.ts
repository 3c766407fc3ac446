import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobStore } from '../../../../../src/host/agent/checkpoints/blobStore.ts';
import { putBack, stateOf } from '../../../../../src/host/agent/checkpoints/putBack.ts';
import { changesBetween, secure, takeSnapshot } from '../../../../../src/host/agent/checkpoints/snapshot.ts';

let top: string;
let folder: string;

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function git(...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.com',
    '-c',
    'protocol.file.allow=always',
    '-c',
    'init.defaultBranch=main',
  ];
  return execFileSync('git', [...identity, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function commit(): void {
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
}

/** Every file below the folder with its mode and bytes, and that of `.git` as well. */
function everything(at = folder, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(at, { withFileTypes: true })) {
    const [full, path] = [join(at, entry.name), prefix + entry.name];
    if (entry.isDirectory()) for (const [name, value] of everything(full, `${path}/`)) found.set(name, value);
    else
      found.set(
        path,
        entry.isSymbolicLink()
          ? `-> ${readlinkSync(full)}`
          : `${lstatSync(full).mode} ${readFileSync(full).toString('base64')}`,
      );
  }
  return found;
}

/** What a careless command does to every file it finds: change, delete, make, turn into something else. */
function havoc(): void {
  const paths = [...everything().keys()].filter((path) => !path.split('/').includes('.git')).sort();
  paths.forEach((path, index) => {
    const full = join(folder, path);
    if (index % 3 === 0) rmSync(full);
    else if (index % 3 === 1) {
      rmSync(full);
      writeFileSync(full, `changed ${index}\n`);
    } else if (lstatSync(full).isFile()) chmodSync(full, 0o755);
  });
  put('made/deep/new.txt', 'new\n');
}

/** The kinds of folders a run may meet, each made in an empty one. */
const kinds: Readonly<Record<string, () => void>> = {
  'without git': () => put('a/b.txt', 'one\n'),
  'a clean work tree': () => commit(),
  'with changes, staged and not': () => {
    commit();
    put('src/a.ts', 'staged\n');
    git('add', '-A');
    put('src/a.ts', 'and changed\n');
    put('untracked.txt', 'mine\n');
  },
  'before the first commit': () => git('init', '-q'),
  'with CRLF and a conversion of line endings': () => {
    put('.gitattributes', '* text=auto eol=crlf\n');
    put('crlf.txt', 'a\r\nb\nc\r\n');
    commit();
  },
  'with a submodule': () => {
    const other = join(top, 'other');
    mkdirSync(other);
    const here = folder;
    folder = other;
    put('inner.txt', 'inner\n');
    commit();
    folder = here;
    commit();
    git('submodule', '--quiet', 'add', other, 'sub');
  },
  'with a nested repository that is no submodule': () => {
    commit();
    const here = folder;
    folder = join(here, 'nested');
    mkdirSync(folder);
    put('inside.txt', 'inside\n');
    commit();
    put('dirty.txt', 'dirty\n');
    folder = here;
  },
  'a linked work tree': () => {
    commit();
    git('worktree', 'add', '-q', join(top, 'linked'));
    folder = join(top, 'linked');
  },
  'a sparse checkout': () => {
    put('kept/a.txt', 'a\n');
    put('left/b.txt', 'b\n');
    commit();
    git('sparse-checkout', 'set', 'kept');
  },
  'a folder inside a work tree': () => {
    put('package/src/x.ts', 'x\n');
    commit();
    folder = join(folder, 'package');
  },
  'in the middle of a merge': () => {
    commit();
    git('checkout', '-q', '-b', 'side');
    put('src/a.ts', 'side\n');
    git('commit', '-qam', 'side');
    git('checkout', '-q', 'main');
    put('src/a.ts', 'main\n');
    git('commit', '-qam', 'main');
    try {
      git('merge', 'side');
    } catch {
      // It stops with a conflict, as it should.
    }
  },
  'with odd names, links and modes': () => {
    put('ümlaut and blank.txt', 'ü\n');
    put('line\nbreak.txt', 'odd\n');
    put('run.sh', '#!/bin/sh\n');
    chmodSync(join(folder, 'run.sh'), 0o755);
    symlinkSync('run.sh', join(folder, 'link'));
    symlinkSync('/nowhere', join(folder, 'dangling'));
    put('binary.bin', Buffer.from([0, 255, 13, 10, 0]));
    commit();
  },
};

describe('a snapshot around a command', function () {
  this.timeout(60_000);

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'gpt-oss-snapshot-'));
    folder = join(top, 'work');
    mkdirSync(folder);
    put('src/a.ts', 'export const a = 1;\n');
    put('README.md', '# Readme\n');
    put('docs/b.md', 'b\n');
  });

  afterEach(() => rmSync(top, { recursive: true, force: true }));

  for (const [kind, make] of Object.entries(kinds)) {
    it(`brings back every byte, ${kind}, and touches nothing in .git`, async () => {
      make();
      const blobs = new BlobStore(join(top, 'blobs'));
      const original = everything();
      const before = await takeSnapshot(folder, blobs);
      assert.deepEqual(everything(), original);
      havoc();
      const after = await takeSnapshot(folder, blobs, before);
      const traces = changesBetween(before, after);
      await secure(before, traces, blobs);
      for (const { path, after: left } of traces) assert.equal(await stateOf(folder, path), left, path);
      for (const { path, before: was } of traces) await putBack(folder, path, was, blobs);
      assert.deepEqual(everything(), original);
    });
  }

  it('leaves ignored files alone and reads nothing twice', async () => {
    put('.gitignore', 'out/\n');
    put('out/big.txt', 'built\n');
    commit();
    const blobs = new BlobStore(join(top, 'blobs'));
    const before = await takeSnapshot(folder, blobs);
    assert.equal(before.files.has('out/big.txt'), false);
    const again = await takeSnapshot(folder, blobs, before);
    assert.ok([...again.files].every(([path, file]) => before.files.get(path) === file));
  });

  it('sees a change of the same size in the same instant', async () => {
    const blobs = new BlobStore(join(top, 'blobs'));
    const before = await takeSnapshot(folder, blobs);
    put('src/a.ts', 'export const a = 2;\n');
    const traces = changesBetween(before, await takeSnapshot(folder, blobs, before));
    assert.deepEqual(
      traces.map(({ path }) => path),
      ['src/a.ts'],
    );
  });

  it('refuses to bring back what was spoiled on the disk, and leaves the file', async () => {
    const blobs = new BlobStore(join(top, 'blobs'));
    const hash = await blobs.put(Buffer.from('right'));
    writeFileSync(join(top, 'blobs', hash.slice(0, 2), hash.slice(2)), 'wrong');
    await assert.rejects(putBack(folder, 'README.md', `644 ${hash}`, blobs), /is not kept any more/);
    assert.equal(readFileSync(join(folder, 'README.md'), 'utf8'), '# Readme\n');
  });
});
