import assert from 'node:assert/strict';
import { AskModel } from '../../../../src/app/chat/askModel.ts';
import type { ModelReply } from '../../../../src/core/chat/messages.ts';
import { mostPathsPerReply } from '../../../../src/app/edits/filesOfReply.ts';
import { Proposals } from '../../../../src/app/edits/proposals.ts';
import { Reviews } from '../../../../src/app/edits/reviews.ts';
import { proposedText } from '../../../../src/core/review/fileReview.ts';
import { FakeNotifier } from '../../../support/fakeNotifier.ts';
import {
  fakeKeys,
  FakeFiles,
  FakeModel,
  FakeReview,
  FakeReviewStore,
  FakeSecrets,
  fakeSettings,
  fakeUri,
  replyOf,
} from '../../../support/fakes.ts';

const shop =
  'export function total(prices) {\n  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;\n}\n';

function room(texts: Readonly<Record<string, string>>) {
  const files = new FakeFiles(texts);
  const notifier = new FakeNotifier();
  const review = new FakeReview();
  const model = new FakeModel();
  const secrets = new FakeSecrets();
  secrets.value = 'key';
  const reviews = new Reviews({ files, store: new FakeReviewStore(), notifier });
  const recorded: string[] = [];
  const chat = { record: (_question: unknown, { text }: ModelReply) => Promise.resolve(void recorded.push(text)) };
  const ask = new AskModel({ model, notifier, keys: fakeKeys(secrets), settings: fakeSettings, chat });
  const proposals = new Proposals({ files, reviews, review, notifier, ask });
  const proposed = (path: string): string | undefined => {
    const open = reviews.get(fakeUri(path));
    return open === undefined ? undefined : proposedText(open);
  };
  return { files, notifier, review, model, reviews, proposals, proposed, recorded };
}

const patch = (...lines: string[]): string => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

describe('a reply to apply', () => {
  it('opens reviews of every file it names, and changes none', async () => {
    const { proposals, proposed, review, files } = room({ 'src/shop.js': shop, 'old.js': 'x\n' });
    const reply = patch(
      '*** Update File: src/shop.js', '@@', '-  let sum = 0;', '+  let sum = 1;', '*** Add File: new.js', '+y',
      '*** Delete File: old.js',
    );
    const { files: opened, refused } = await proposals.applyReply({ text: reply });
    assert.deepEqual(opened, ['src/shop.js', 'new.js', 'old.js'].map((path) => ({ uri: fakeUri(path), hunks: 1 })));
    assert.deepEqual(refused, []);
    assert.equal(proposed('src/shop.js'), shop.replace('= 0', '= 1'));
    assert.deepEqual([proposed('new.js'), proposed('old.js')], ['y\n', '']);
    assert.deepEqual(review.shown, [['src/shop.js', 'new.js', 'old.js'].map(fakeUri)]);
    assert.deepEqual(files.changes, []);
  });

  it('refuses what the encoding of a file cannot write, and opens the rest', async () => {
    const { files, proposals, proposed } = room({ 'a.js': 'a\n', 'b.js': 'b\n' });
    files.ascii.add(fakeUri('a.js'));
    const { refused } = await proposals.applyReply({
      text: patch('*** Update File: a.js', '@@', '-a', '+\u00E4', '*** Update File: b.js', '@@', '-b', '+\u00E4'),
    });
    assert.deepEqual(
      refused.map(({ reason, path, snippet }) => [reason, path, snippet]),
      [['characters', 'a.js', '\u00E4\n']],
    );
    assert.deepEqual([proposed('a.js'), proposed('b.js')], [undefined, '\u00E4\n']);
  });

  it('takes two spellings of a path for the same file', async () => {
    const { proposals, proposed } = room({ 'src/shop.js': shop });
    const reply = patch(
      '*** Update File: src/shop.js', '@@', '-  let sum = 0;', '+  let sum = 1;',
      '*** Update File: shop.js', '@@', '-  return sum;', '+  return sum || 0;',
    );
    await proposals.applyReply({ text: reply });
    assert.equal(proposed('src/shop.js'), shop.replace('= 0', '= 1').replace('return sum', 'return sum || 0'));
  });

  it('refuses files that may not be touched, each with its reason, and opens the rest', async () => {
    const { proposals, files, notifier, review } = room({ 'a.js': 'x\n' });
    files.refusals.set('/etc/passwd', 'outside-workspace');
    const reply = patch(
      '*** Update File: /etc/passwd', '@@', '-root', '+toor', '*** Update File: a.js', '@@', '-x', '+y',
    );
    const { files: opened, refused } = await proposals.applyReply({ text: reply });
    assert.deepEqual(opened.map(({ uri }) => uri), [fakeUri('a.js')]);
    assert.deepEqual(refused.map(({ reason, path }) => [reason, path]), [['outside-workspace', '/etc/passwd']]);
    const [offer] = notifier.offers;
    assert.match(offer!.message, /outside the open folder/);
    assert.deepEqual(offer!.actions.map(({ label }) => label), ['Show']);
    await offer!.actions[0]!.run();
    assert.equal(review.refused.length, 1);
  });

  it('takes the active file, or the one named, where the reply names none', async () => {
    const { proposals, proposed } = room({ 'a.js': shop, 'b.js': shop });
    const reply = ['```diff', '@@', '-  let sum = 0;', '+  let sum = 1;', '```'].join('\n');
    await proposals.applyReply({ text: reply }, fakeUri('a.js'));
    assert.equal(proposed('a.js'), shop.replace('= 0', '= 1'));
    await proposals.applyReply({ text: reply, uri: fakeUri('b.js') }, fakeUri('a.js'));
    assert.equal(proposed('b.js'), shop.replace('= 0', '= 1'));
  });

  it('makes a new file of a block of code that is named', async () => {
    const { proposals, proposed } = room({ 'a.js': shop });
    await proposals.applyCode({ code: 'export const a = 1;\n', info: 'js', path: 'src/new.js' }, fakeUri('a.js'));
    assert.equal(proposed('src/new.js'), 'export const a = 1;\n');
  });

  describe('for a file in which new code may go to either of two places', () => {
    const server = 'function port() {\n  return 80;\n}\n\nlisten(port());\n';
    const text = 'Add this to src/server.js:\n\n```js\nfunction host() {\n  return "localhost";\n}\n```';
    const host = 'function host() {\n  return "localhost";\n}\n';

    it('asks which one is meant, and proposes that', async () => {
      for (const [choice, after] of [
        [0, server.replace('\nlisten', `\n${host}\nlisten`)],
        [1, `${server}\n${host}`],
      ] as const) {
        const { proposals, proposed, notifier } = room({ 'src/server.js': server });
        notifier.choice = choice;
        const { refused } = await proposals.applyReply({ text });
        assert.deepEqual(refused, []);
        assert.equal(proposed('src/server.js'), after);
        const [list] = notifier.lists;
        assert.equal(list?.title, 'Where in src/server.js?');
        assert.deepEqual(list.entries.map(({ description }) => description), ['below }', 'below listen(port());']);
      }
    });

    it('refuses it where the user does not say', async () => {
      const { proposals, proposed } = room({ 'src/server.js': server });
      const { refused } = await proposals.applyReply({ text });
      assert.deepEqual(refused.map(({ reason }) => reason), ['several-places']);
      assert.equal(proposed('src/server.js'), undefined);
    });
  });

  it('never takes a snippet for the whole file', async () => {
    const { proposals, notifier, reviews } = room({ 'a.js': shop.repeat(5) });
    const { files, refused } = await proposals.applyCode({ code: 'return 1;', info: 'js' }, fakeUri('a.js'));
    assert.deepEqual(files, []);
    assert.equal(refused.length, 1);
    assert.deepEqual(reviews.open, []);
    assert.equal(notifier.offers.length, 1);
  });

  it('sends what did not fit back to the model once, when the user asks for it', async () => {
    const { proposals, notifier, model, proposed } = room({ 'a.js': shop });
    const wrong = patch('*** Update File: a.js', '@@', '-  let total = 100;', '+  let sum = 1;');
    await proposals.applyReply({ text: wrong });
    assert.deepEqual(notifier.offers[0]!.actions.map(({ label }) => label), ['Ask Again', 'Show']);
    assert.equal(model.requests.length, 0, 'asked for by the user alone');
    model.next(replyOf(patch('*** Update File: a.js', '@@', '-  let sum = 0;', '+  let sum = 1;')));
    await notifier.offers[0]!.actions[0]!.run();
    assert.equal(proposed('a.js'), shop.replace('= 0', '= 1'));
    const said = model.requests[0]!.messages.map(({ content }) => content).join('\n');
    assert.ok(said.includes('let total = 100;'));
    model.next(replyOf(wrong));
    await notifier.offers[0]!.actions[0]!.run();
    assert.deepEqual(notifier.offers[1]!.actions.map(({ label }) => label), ['Show'], 'once');
  });

  it('does not move a file over another', async () => {
    const { proposals, proposed } = room({ 'a.js': shop, 'b.js': 'x\n' });
    const reply = patch('*** Update File: a.js', '*** Move to: b.js', '@@', '-  let sum = 0;', '+  let sum = 1;');
    const { files, refused } = await proposals.applyReply({ text: reply });
    assert.deepEqual(files, []);
    assert.deepEqual(refused.map(({ reason }) => reason), ['file-exists']);
    assert.equal(proposed('a.js'), undefined);
  });
});

/** A reply that changes so many files which are not there under these paths. */
const manyFiles = (count: number): string =>
  patch(...Array.from({ length: count }, (_, at) => [`*** Update File: f${at}.js`, '@@', '-a', '+b']).flat());

describe('a reply that names very many files', () => {
  it('is searched for together, and what is beyond the budget is refused', async () => {
    const { proposals, proposed, files, notifier } = room({ 'lib/f3.js': 'a\n' });
    const { files: opened, refused } = await proposals.applyReply({ text: manyFiles(1_000) });
    assert.equal(files.lookedFor.length, mostPathsPerReply);
    assert.deepEqual(files.searchedFor.map((paths) => paths.length), [mostPathsPerReply]);
    assert.deepEqual(opened, [{ uri: fakeUri('lib/f3.js'), hunks: 1 }]);
    assert.equal(proposed('lib/f3.js'), 'b\n');
    const beyond = refused.filter(({ reason }) => reason === 'too-many-files');
    assert.deepEqual(
      [beyond.length, beyond[0]?.path, beyond.at(-1)?.path],
      [1_000 - mostPathsPerReply, `f${mostPathsPerReply}.js`, 'f999.js'],
    );
    assert.match(beyond[0]?.message ?? '', /one by one/);
    assert.deepEqual(notifier.titles, ['Looking for the files of the reply']);
  });

  it('stops at the next file when cancelled, and opens nothing', async () => {
    const { proposals, files, notifier, reviews } = room({ 'f0.js': 'a\n' });
    const find = files.find.bind(files);
    files.find = (path, exact) => {
      if (files.lookedFor.length === 6) notifier.cancel();
      return find(path, exact);
    };
    await assert.rejects(proposals.applyReply({ text: manyFiles(1_000) }), { reason: 'cancelled' });
    assert.deepEqual([files.lookedFor.length, files.searchedFor.length, reviews.open.length], [7, 0, 0]);
  });

  it('is the only kind whose search is shown', async () => {
    const { proposals, notifier, files } = room({ 'lib/f0.js': 'a\n', 'f1.js': 'a\n' });
    const { files: opened } = await proposals.applyReply({ text: manyFiles(2) });
    assert.deepEqual([opened.length, notifier.titles], [2, []]);
    assert.deepEqual(files.searchedFor, [['f0.js']]);
  });

  it('refuses code whose likely name is beyond the budget', async () => {
    const { proposals } = room({ 'a.js': 'a\n', 'bin/serve': 'echo a\n' });
    const blockOf = (path: string, code: string): string => `\`${path}\`:\n\n\`\`\`\n${code}\n\`\`\`\n`;
    const named = Array.from({ length: mostPathsPerReply }, (_, at) => blockOf(`f${at}.js`, `const f${at} = 1;`));
    const text = [...named, blockOf('bin/serve', 'echo b')].join('\n');
    const { refused } = await proposals.applyReply({ text, uri: fakeUri('a.js') });
    const beyond = refused.filter(({ reason }) => reason === 'too-many-files');
    assert.deepEqual(beyond.map(({ path, snippet }) => [path, snippet]), [['bin/serve', '```\necho b\n```']]);
  });
});
