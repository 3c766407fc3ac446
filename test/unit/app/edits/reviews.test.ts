import assert from 'node:assert/strict';
import { Reviews } from '../../../../src/app/edits/reviews.ts';
import { type FileReview, proposedText, reviewOf } from '../../../../src/core/review/fileReview.ts';
import { FakeNotifier } from '../../../support/fakeNotifier.ts';
import { FakeFiles, FakeReviewStore, fakeUri } from '../../../support/fakes.ts';
import { plannedChange } from '../../core/review/plannedChange.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\n';
const after = 'a\nB\nc\nd\nE\nf\nG\n';
const uri = fakeUri('a.ts');
const change = (old = before, fresh = after): FileReview => reviewOf(plannedChange(old, fresh), uri);

async function opened(...reviews: FileReview[]) {
  const files = new FakeFiles({ 'a.ts': before });
  const store = new FakeReviewStore();
  const notifier = new FakeNotifier();
  const room = new Reviews({ files, store, notifier });
  await room.add(reviews.length === 0 ? [change()] : reviews);
  const text = (path = 'a.ts'): string | undefined => files.texts.get(fakeUri(path));
  const ids = (): number[] => room.get(uri)?.hunks.map(({ id }) => id) ?? [];
  return { room, files, store, notifier, text, ids };
}

describe('open reviews', () => {
  it('take hunks in any order, each as one change of the file', async () => {
    const { room, files, text, ids } = await opened();
    assert.deepEqual(await room.accept(uri, [2]), { applied: 1, refused: 0 });
    assert.equal(text(), before.replace('e', 'E'));
    assert.deepEqual(ids(), [1, 3]);
    await room.reject(uri, [1]);
    assert.equal(text(), before.replace('e', 'E'));
    await room.accept(uri, [3]);
    assert.equal(text(), before.replace('e', 'E').replace('g', 'G'));
    assert.deepEqual(room.open, []);
    assert.equal(files.changes.length, 2);
  });

  it('ask before they change a file that decides what is run, and leave it open without a yes', async () => {
    const tasks = reviewOf({ kind: 'create', path: '.vscode/tasks.json', after: '{}' }, fakeUri('.vscode/tasks.json'));
    const moved = { ...change(), renameTo: { uri: fakeUri('.git/hooks/pre-commit'), path: '.git/hooks/pre-commit' } };
    for (const review of [tasks, moved]) {
      const { room, files, notifier } = await opened(review);
      assert.deepEqual(await room.accept(review.uri), { applied: 0, refused: review.hunks.length });
      assert.deepEqual([files.changes, room.open.length], [[], 1]);
      notifier.yes = true;
      assert.equal((await room.accept(review.uri)).refused, 0);
      assert.equal(files.changes.length, 1);
      assert.match(
        notifier.confirms.join(),
        /^(?:\.vscode\/tasks\.json|\.git\/hooks\/pre-commit) decides what .* runs.*Read it closely first\./,
      );
    }
    const { room, notifier } = await opened();
    await room.accept(uri);
    assert.deepEqual(notifier.confirms, [], 'any other file is changed without a question');
  });

  it('take all as one change, and nothing by rejecting', async () => {
    const all = await opened();
    assert.deepEqual(await all.room.accept(uri), { applied: 3, refused: 0 });
    assert.equal(all.text(), after);
    assert.equal(all.files.changes.length, 1);
    const none = await opened();
    await none.room.reject(uri);
    assert.equal(none.text(), before);
    assert.deepEqual(none.files.changes, []);
  });

  it('take a hunk only once', async () => {
    const { room, text } = await opened();
    await Promise.all([room.accept(uri, [1]), room.accept(uri, [1])]);
    assert.equal(text(), before.replace('b', 'B'));
    assert.deepEqual(await room.accept(uri, [1]), { applied: 0, refused: 0 });
  });

  it('take what the user makes of the proposal', async () => {
    const { room, text, ids, store } = await opened();
    await room.repropose(uri, after, after.replace('B', 'b').replace('E', 'Else'));
    assert.deepEqual(ids(), [2, 3]);
    assert.deepEqual(store.kept.map(proposedText), [before.replace('e', 'Else').replace('g', 'G')]);
    await room.accept(uri);
    assert.equal(text(), before.replace('e', 'Else').replace('g', 'G'));
  });

  it('end when everything proposed is taken back', async () => {
    const { room, text } = await opened();
    await room.repropose(uri, after, before);
    assert.deepEqual(room.open, []);
    assert.equal(text(), before);
  });

  it('keep what was typed into the file while the proposal was changed', async () => {
    const { room, files, text } = await opened();
    files.texts.set(uri, `top\n${before}`);
    await room.repropose(uri, after, after.replace('B', 'b'));
    await room.accept(uri);
    assert.equal(text(), `top\n${after.replace('B', 'b')}`);
  });

  it('leave out a change of a proposal that reads otherwise by now', async () => {
    const { room, ids } = await opened();
    await room.reject(uri, [1]);
    await room.repropose(uri, after, after.replace('B', 'Be'));
    assert.deepEqual(ids(), [2, 3]);
  });

  it('do not bring back what was taken back, when an accept is undone in the file', async () => {
    const { room, files, ids } = await opened();
    await room.accept(uri, [1]);
    await room.repropose(uri, after, after.replace('E', 'e'));
    files.texts.set(uri, before);
    await room.refresh(uri);
    assert.deepEqual(ids(), [3]);
  });

  it('follow the text while the user types', async () => {
    const { room, files, text } = await opened();
    files.texts.set(uri, `top\n${before.replace('d', 'typed')}`);
    await room.refresh(uri);
    await room.accept(uri);
    assert.equal(text(), `top\n${after.replace('d', 'typed')}`);
  });

  it('ask before they replace what was typed, and keep it otherwise', async () => {
    const { room, files, notifier, text, ids } = await opened();
    const typed = before.replace('b', 'mine');
    files.texts.set(uri, typed);
    assert.deepEqual(await room.accept(uri, [1]), { applied: 0, refused: 1 });
    assert.match(notifier.confirms[0] ?? '', /You changed lines/);
    assert.equal(text(), typed);
    assert.deepEqual(await room.accept(uri), { applied: 2, refused: 1 });
    assert.deepEqual(ids(), [1]);
    notifier.yes = true;
    assert.deepEqual(await room.accept(uri, [1]), { applied: 1, refused: 0 });
    assert.equal(text(), after);
  });

  it('bring a hunk back when its accept is undone, and take it away again on redo', async () => {
    const { room, files, ids } = await opened();
    await room.accept(uri, [1]);
    await room.reject(uri, [3]);
    files.texts.set(uri, before);
    await room.refresh(uri);
    assert.deepEqual(ids(), [1, 2], 'what was rejected stays so');
    files.texts.set(uri, before.replace('b', 'B'));
    await room.refresh(uri);
    assert.deepEqual(ids(), [2]);
  });

  it('come back after a restart, on the text there is then', async () => {
    const { room, files, store, notifier } = await opened();
    await room.accept(uri, [1]);
    const later = new Reviews({ files, store, notifier });
    files.texts.set(uri, `top\n${before.replace('b', 'B')}`);
    await later.load();
    assert.equal(proposedText(later.get(uri)!), `top\n${after}`);
    await later.accept(uri);
    assert.deepEqual(store.kept, []);
  });

  it('keep the proposal when the file is gone or read-only', async () => {
    const { room, files, text, ids } = await opened();
    files.readOnly = true;
    await assert.rejects(room.accept(uri), { reason: 'editRefused' });
    assert.equal(text(), before);
    assert.deepEqual(ids(), [1, 2, 3]);
    files.texts.clear();
    await assert.rejects(room.accept(uri), /gone/);
    assert.deepEqual(ids(), [1, 2, 3]);
  });

  it('make, delete and move files', async () => {
    const move = { uri: fakeUri('b.ts'), path: 'b.ts' };
    const { room, text } = await opened(
      reviewOf({ kind: 'create', path: 'n.ts', after: 'new\n' }, fakeUri('n.ts')),
      reviewOf(plannedChange(before, after, 'b.ts'), uri, move),
    );
    assert.equal(text('n.ts'), undefined);
    assert.deepEqual(await room.accept(fakeUri('n.ts')), { applied: 1, refused: 0 });
    assert.equal(text('n.ts'), 'new\n');
    assert.deepEqual(await room.accept(uri), { applied: 4, refused: 0 });
    assert.deepEqual([text(), text('b.ts')], [undefined, after]);
    await room.add([reviewOf({ kind: 'delete', path: 'b.ts', before: after }, fakeUri('b.ts'))]);
    await room.accept(fakeUri('b.ts'));
    assert.equal(text('b.ts'), undefined);
  });

  it('move a file by itself, and go on with its changes under the new name', async () => {
    const move = { uri: fakeUri('b.ts'), path: 'b.ts' };
    const { room, text } = await opened(reviewOf(plannedChange(before, after), uri, move));
    await room.accept(uri, [0]);
    assert.equal(text('b.ts'), before);
    assert.equal(room.get(uri), undefined);
    await room.accept(fakeUri('b.ts'), [1]);
    assert.equal(text('b.ts'), before.replace('b', 'B'));
  });

  it('never write a new file over one that was made meanwhile, nor delete one that changed', async () => {
    const { room, files, notifier } = await opened(
      reviewOf({ kind: 'create', path: 'n.ts', after: 'new\n' }, fakeUri('n.ts')),
      reviewOf({ kind: 'delete', path: 'a.ts', before }, uri),
    );
    files.texts.set(fakeUri('n.ts'), 'theirs\n');
    await assert.rejects(room.accept(fakeUri('n.ts')), /made meanwhile/);
    assert.equal(files.texts.get(fakeUri('n.ts')), 'theirs\n');
    files.texts.set(uri, `${before}more\n`);
    assert.deepEqual(await room.accept(uri), { applied: 0, refused: 1 });
    assert.deepEqual(await room.accept(uri, [1]), { applied: 0, refused: 1 });
    assert.equal(notifier.confirms.length, 1);
    assert.equal(files.texts.get(uri), `${before}more\n`);
  });

  it('follow a file that someone moves', async () => {
    const { room, files, text } = await opened();
    files.texts.set(fakeUri('z.ts'), before);
    files.texts.delete(uri);
    await room.moved(uri, fakeUri('z.ts'), 'z.ts');
    await room.accept(fakeUri('z.ts'));
    assert.equal(text('z.ts'), after);
  });

  it('become one with a later proposal for the same file', async () => {
    const { room, text } = await opened();
    await room.add([change(before, before.replace('c', 'C'))]);
    await room.accept(uri);
    assert.equal(text(), after.replace('c', 'C'));
  });
});
