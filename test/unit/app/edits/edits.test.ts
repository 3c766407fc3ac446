import assert from 'node:assert/strict';
import { AskModel } from '../../../../src/app/chat/askModel.ts';
import { Edits } from '../../../../src/app/edits/edits.ts';
import { Proposals } from '../../../../src/app/edits/proposals.ts';
import { Reviews } from '../../../../src/app/edits/reviews.ts';
import type { ModelReply } from '../../../../src/core/chat/messages.ts';
import type { AssistantError } from '../../../../src/core/errors.ts';
import { proposedText } from '../../../../src/core/review/fileReview.ts';
import { FakeNotifier } from '../../../support/fakeNotifier.ts';
import {
  fakeKeys,
  FakeEditor,
  FakeModel,
  FakeReview,
  FakeReviewStore,
  FakeSecrets,
  fakeSettings,
  fakeUri,
  replyOf,
} from '../../../support/fakes.ts';

const fenced = (code: string): ModelReply => replyOf(`Here you are:\n\n\`\`\`ts\n${code}\n\`\`\`\n`);

function editsOn(editor: FakeEditor, model: FakeModel) {
  const secrets = new FakeSecrets();
  secrets.value = 'key';
  const review = new FakeReview();
  const notifier = new FakeNotifier();
  const recorded: string[] = [];
  const chat = {
    record: ({ text }: { text: string }, reply: ModelReply) => Promise.resolve(void recorded.push(text, reply.text)),
  };
  const ask = new AskModel({ model, notifier, keys: fakeKeys(secrets), settings: fakeSettings, chat });
  const { files } = editor;
  const reviews = new Reviews({ files, store: new FakeReviewStore(), notifier });
  const proposals = new Proposals({ files, reviews, review, notifier, ask });
  const edits = new Edits({ ask, editor, files, notifier, proposals, chat, settings: fakeSettings });
  const proposed = (): string | undefined => {
    const open = reviews.get(editor.uri);
    return open === undefined ? undefined : proposedText(open);
  };
  return { edits, ask, reviews, review, notifier, recorded, secrets, proposed, uri: editor.uri };
}

const text = 'a\n  one();\n  two();\nz\n';
const selected = '  one();\n  two();\n';

describe('Edits', () => {
  it('shows the proposal and touches nothing before it is accepted', async () => {
    const editor = new FakeEditor(text, selected);
    const { edits, reviews, review, proposed, uri } = editsOn(editor, new FakeModel().next(fenced('uno();\ndos();')));
    await edits.edit('in Spanish');
    assert.equal(editor.text, text);
    assert.deepEqual(review.shown, [[uri]]);
    assert.equal(proposed(), 'a\n  uno();\n  dos();\nz\n');
    assert.deepEqual(await reviews.accept(uri), { applied: 1, refused: 0 });
    assert.equal(editor.text, 'a\n  uno();\n  dos();\nz\n');
    assert.equal(editor.files.changes.length, 1);
    assert.equal(proposed(), undefined);
  });

  it('leaves the text byte for byte when rejected', async () => {
    const editor = new FakeEditor(text, selected);
    const { edits, reviews, proposed, uri } = editsOn(editor, new FakeModel().next(fenced('uno();')));
    await edits.edit('shorter');
    await reviews.reject(uri);
    assert.equal(editor.text, text);
    assert.equal(proposed(), undefined);
    assert.deepEqual(await reviews.accept(uri), { applied: 0, refused: 0 });
  });

  it('places the edit anew when the document changed elsewhere while the model was thinking', async () => {
    const editor = new FakeEditor(text, selected);
    const model = new FakeModel().next(() => {
      editor.text = `new first line\n${text}`;
      return fenced('uno();\ndos();');
    });
    const { edits, reviews, uri } = editsOn(editor, model);
    await edits.edit('in Spanish');
    editor.text += 'new last line\n';
    await reviews.accept(uri);
    assert.equal(editor.text, 'new first line\na\n  uno();\n  dos();\nz\nnew last line\n');
  });

  it('refuses when the selected code itself changed meanwhile', async () => {
    const editor = new FakeEditor(text, selected);
    const model = new FakeModel().next(() => {
      editor.text = text.replace('one', 'changed');
      return fenced('uno();');
    });
    const { edits, proposed } = editsOn(editor, model);
    await assert.rejects(edits.edit('shorter'), { reason: 'editRefused' });
    assert.equal(proposed(), undefined);
    assert.equal(editor.text, text.replace('one', 'changed'));
  });

  it('leaves what is for lines that changed during the review, and keeps the proposal', async () => {
    const editor = new FakeEditor(text, selected);
    const { edits, reviews, notifier, proposed, uri } = editsOn(editor, new FakeModel().next(fenced('uno();\ndos();')));
    await edits.edit('in Spanish');
    editor.text = text.replace('two', 'deux');
    assert.deepEqual(await reviews.accept(uri), { applied: 0, refused: 1 });
    assert.equal(editor.text, text.replace('two', 'deux'));
    assert.equal(proposed(), 'a\n  uno();\n  dos();\nz\n');
    assert.match(notifier.infos[0] ?? '', /You changed lines/);
  });

  it('puts a reply without code into the chat and changes nothing', async () => {
    const editor = new FakeEditor(text, selected);
    const { edits, recorded, proposed } = editsOn(editor, new FakeModel().next(replyOf('I would rather not do that.')));
    await assert.rejects(edits.edit('do it'), { reason: 'noCode' });
    assert.deepEqual(recorded, ['do it', 'I would rather not do that.']);
    assert.equal(proposed(), undefined);
  });

  it('reads a patch that the model handed to a tool of its own', async () => {
    const editor = new FakeEditor(text, selected);
    const patch = [
      '*** Begin Patch',
      '*** Update File: a.ts',
      '@@',
      ...selected
        .trimEnd()
        .split('\n')
        .map((line) => `-${line}`),
      '+  uno();',
      '*** End Patch',
    ].join('\n');
    const call = { name: 'apply_patch', arguments: { ok: true as const, value: { input: patch } } };
    const { edits, reviews } = editsOn(
      editor,
      new FakeModel().next(replyOf('', { toolCalls: [call], finish: 'toolCalls' })),
    );
    await edits.edit('in Spanish');
    assert.equal(reviews.open.length, 1);
  });

  it('never applies a reply that was cut off', async () => {
    const editor = new FakeEditor(text, selected);
    const model = new FakeModel().next(replyOf('```ts\nuno(', { finish: 'length' }), fenced('uno();'));
    const { edits, review, proposed, uri } = editsOn(editor, model);
    const error = await edits.edit('in Spanish').then(() => undefined, (thrown: unknown) => thrown as AssistantError);
    assert.equal(error?.reason, 'lengthLimit');
    assert.equal(proposed(), undefined);
    await error.retry?.({ moreTokens: true });
    assert.equal(model.requests[1]?.maxTokens, 16_384);
    assert.deepEqual(review.shown, [[uri]]);
  });

  it('keeps the reply in the chat when the search for its files is cancelled', async () => {
    const editor = new FakeEditor(text, selected);
    const sections = Array.from({ length: 100 }, (_, at) => `*** Update File: f${at}.ts\n@@\n-a\n+b`);
    const reply = `*** Begin Patch\n${sections.join('\n')}\n*** End Patch`;
    const { edits, recorded, notifier, review } = editsOn(editor, new FakeModel().next(replyOf(reply)));
    const find = editor.files.find.bind(editor.files);
    editor.files.find = (path, exact) => {
      notifier.cancel();
      return find(path, exact);
    };
    await assert.rejects(edits.edit('do it'), { reason: 'cancelled' });
    assert.deepEqual(recorded, ['do it', reply]);
    assert.deepEqual([editor.files.lookedFor.length, review.shown], [1, []]);
  });

  it('does not start twice on the same selection', async () => {
    const editor = new FakeEditor(text, selected);
    const model = new FakeModel();
    const { edits, ask, notifier } = editsOn(editor, model);
    const first = edits.edit('a');
    await edits.edit('b');
    assert.match(notifier.infos[0] ?? '', /already at work/);
    ask.stop();
    await assert.rejects(first, { reason: 'cancelled' });
    assert.equal(model.requests.length, 1);
    assert.equal(editor.marks, 0);
  });

  it('is cancelled by the button of its progress', async () => {
    const editor = new FakeEditor(text, selected);
    const model = new FakeModel();
    const { edits, notifier } = editsOn(editor, model);
    const run = edits.edit('a');
    while (model.requests.length === 0) await Promise.resolve();
    notifier.cancel();
    await assert.rejects(run, { reason: 'cancelled' });
  });

  it('asks for the instruction, and does nothing when dismissed', async () => {
    const model = new FakeModel();
    const { edits, notifier } = editsOn(new FakeEditor(text, selected), model);
    await edits.edit();
    assert.equal(notifier.questions.length, 1);
    assert.equal(model.requests.length, 0);
  });

  it('needs a key, and says so', async () => {
    const { edits, secrets } = editsOn(new FakeEditor(text, selected), new FakeModel());
    secrets.value = undefined;
    await assert.rejects(edits.edit('a'), { reason: 'noKey' });
  });

  it('says so when the reply is the code as it stands', async () => {
    const { edits, notifier, proposed } = editsOn(
      new FakeEditor(text, selected),
      new FakeModel().next(fenced('one();\ntwo();')),
    );
    await edits.edit('nothing');
    assert.match(notifier.infos[0] ?? '', /Nothing to change/);
    assert.equal(proposed(), undefined);
  });

  it('inserts at the cursor, reviewed', async () => {
    const editor = new FakeEditor(text, '  one();');
    const { edits, reviews, uri } = editsOn(editor, new FakeModel().next(fenced('three();')));
    await edits.insert('a third');
    assert.equal(editor.text, text);
    await reviews.accept(uri);
    assert.equal(editor.text, 'a\n  one();\n  three();\n  two();\nz\n');
  });

  it('refuses in words when the editor does not take the edit', async () => {
    const editor = new FakeEditor(text, selected);
    const { edits, reviews, uri } = editsOn(editor, new FakeModel().next(fenced('uno();')));
    await edits.edit('x');
    editor.files.readOnly = true;
    await assert.rejects(reviews.accept(uri), { reason: 'editRefused' });
    editor.files.texts.clear();
    await assert.rejects(reviews.accept(uri), /gone/);
  });

  it('fixes with the problems the editor shows, and adds what the user says', async () => {
    const editor = new FakeEditor(text, selected);
    editor.found = [{ line: 2, severity: 'error', message: 'one is not defined', source: 'ts 2304' }];
    const model = new FakeModel().next(fenced('uno();\ntwo();'), fenced('uno();\ntwo();'));
    const { edits, proposed } = editsOn(editor, model);
    await edits.prepared('fix', 'in Spanish');
    assert.equal(proposed(), text.replace('one', 'uno'));
    const said = model.requests[0]?.messages.at(-1)?.content ?? '';
    for (const part of ['line 2, error (ts 2304): one is not defined', 'in Spanish'])
      assert.ok(said.includes(part), part);
    await edits.prepared('refactor');
    assert.ok(!(model.requests[1]?.messages.at(-1)?.content ?? '').includes('not defined'));
  });

  it('proposes tests where the project would have them, as its other tests are', async () => {
    const editor = new FakeEditor(text, selected);
    for (const [path, other] of Object.entries({
      'b.ts': 'b',
      'test/b.test.ts': 'import it from vitest;',
      'package.json': '{"devDependencies":{"vitest":"3"}}',
    })) {
      editor.files.texts.set(fakeUri(path), other);
    }
    const model = new FakeModel().next(fenced("it('works');"));
    const { edits, reviews } = editsOn(editor, model);
    await edits.writeTests();
    assert.deepEqual(
      reviews.open.map(({ path, kind, hunks }) => [path, kind, hunks[0]?.text]),
      [['test/a.test.ts', 'create', "it('works');\n"]],
    );
    const said = model.requests[0]?.messages.at(-1)?.content ?? '';
    for (const part of ['test/a.test.ts', 'import it from vitest;', 'tests with vitest', 'one();'])
      assert.ok(said.includes(part), part);
    assert.equal(editor.files.changes.length, 0);
  });

  it('adds tests to the test file that is there', async () => {
    const editor = new FakeEditor(text, selected);
    const there = "it('is old');\n";
    editor.files.texts.set(fakeUri('a.test.ts'), there);
    const reply = [
      '*** Begin Patch', '*** Update File: a.test.ts', '@@', " it('is old');", "+it('is new');", '*** End Patch',
    ].join('\n');
    const { edits, reviews } = editsOn(editor, new FakeModel().next(replyOf(reply)));
    await edits.writeTests();
    assert.equal(proposedText(reviews.get(fakeUri('a.test.ts'))!), `${there}it('is new');\n`);
  });
});
