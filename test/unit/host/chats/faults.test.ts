import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '../../../../src/app/chat/session.ts';
import { Sessions } from '../../../../src/app/chat/sessions.ts';
import type { Change } from '../../../../src/core/chat/conversation.ts';
import { AssistantError } from '../../../../src/core/errors.ts';
import { ChatFolderOnDisk } from '../../../../src/host/chats/chatFolderOnDisk.ts';
import { type Fault, FaultyDisk } from '../../../support/faultyDisk.ts';

const question = (id: string): Change => ({
  type: 'turnAdded',
  turn: { id, role: 'user', text: `text of ${id}`, attachments: [], at: 1 },
});
const reply = (id: string, replyTo: string): Change => {
  const turn = {
    id,
    role: 'assistant',
    replyTo,
    model: 'm',
    status: 'waiting',
    text: '',
    reasoning: '',
    at: 2,
  } as const;
  return { type: 'turnAdded', turn };
};

function windowOn(folder: string, faulty: FaultyDisk): { sessions: Sessions; notices: string[] } {
  const notices: string[] = [];
  const sessions = new Sessions({
    folder: new ChatFolderOnDisk(folder, Date.now, faulty.disk),
    clock: { now: () => Date.now() },
    newId: () => crypto.randomUUID(),
    notify: (message) => notices.push(message),
  });
  return { sessions, notices };
}

/** Two chats as an earlier window left them, with much in the first that is not worth keeping. */
async function prepare(folder: string): Promise<void> {
  const { sessions } = windowOn(folder, new FaultyDisk());
  for (const id of ['first', 'second']) {
    const session = await sessions.add({ id, all: [], chosen: [] });
    await session.change(question(`${id}-kept`));
    await session.change(question(`${id}-gone`));
    await session.change({ type: 'turnRemoved', id: `${id}-gone` });
  }
  await sessions.use((await sessions.open('first'))!);
  await sessions.list();
  sessions.dispose();
}

interface Work {
  /** The names of the steps that were said to be done. */
  readonly done: ReadonlySet<string>;
  readonly used: readonly Session[];
  /** Whether the one who waited was given an error, which is shown, with what to do. */
  readonly isTold: boolean;
}

/** What a window does on the disk that fails. */
async function work(sessions: Sessions): Promise<Work> {
  const done = new Set<string>();
  let isTold = false;
  const step = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      if ((await act()) !== false) done.add(name);
    } catch (failure) {
      isTold ||= failure instanceof AssistantError && (failure.reason === 'notSaved' || failure.reason === 'notRead');
    }
  };
  const begun = await sessions.begin();
  let session: Session = begun;
  await step('opened', async () => void (session = (await sessions.open('first')) ?? begun));
  await step('stored', () => session.store(question('stored'), { type: 'turnRemoved', id: 'stored' }));
  await step('changed', () => session.change(reply('changed', 'first-kept')));
  void session.change({ type: 'answerAppended', id: 'changed', text: 'one ' });
  void session.change({ type: 'answerAppended', id: 'changed', text: 'two' });
  await step('settled', () => session.change({ type: 'replySettled', id: 'changed', outcome: { status: 'done' } }));
  const created = sessions.create();
  await step('created', () => created.change(question('new')));
  await step('renamed', () => sessions.rename('second', 'Mine'));
  await step('listed', () => sessions.list());
  await step('removed', () => sessions.remove('second'));
  await step('restored', () => sessions.restore('second'));
  return { done, used: [session, created], isTold };
}

/** What must be there, read by a window whose disk is well. */
async function check(folder: string, { done, used }: Work): Promise<void> {
  const { sessions, notices } = windowOn(folder, new FaultyDisk());
  const textsOf = async (id: string): Promise<string[]> =>
    (await sessions.open(id))?.conversation.all.map(({ text }) => text) ?? [];
  if ((await textsOf('second')).length === 0)
    assert.equal(await sessions.restore('second'), true, 'the second chat is lost');
  const [first, second] = [await textsOf('first'), await textsOf('second')];
  assert.ok(first.includes('text of first-kept'), 'the first chat is lost');
  assert.ok(second.includes('text of second-kept'), 'the second chat is lost');
  if (done.has('opened') && done.has('stored')) assert.ok(first.includes('text of stored'), 'what was stored is lost');
  if (done.has('opened') && done.has('settled')) assert.ok(first.includes('one two'), 'the reply is lost');
  const listed = await sessions.list();
  assert.ok(listed.length >= 2);
  if (done.has('renamed')) assert.ok(listed.some(({ title }) => title === 'Mine'), 'the name is lost');
  if (done.has('created')) assert.ok(listed.some(({ title }) => title === 'text of new'), 'the new chat is lost');
  for (const { conversation } of used)
    assert.deepEqual((await sessions.open(conversation.id))?.conversation, conversation);
  assert.deepEqual(notices, [], 'nothing is damaged');
  sessions.dispose();
}

describe('chats on a disk that fails', function () {
  this.timeout(120_000);
  let root: string;
  let calls: readonly string[] = [];
  const template = (): string => join(root, 'template');
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'gpt-oss-faults-'));
    await prepare(template());
  });
  after(() => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

  async function tryFault(fault?: Fault): Promise<ReadonlySet<string>> {
    const folder = await mkdtemp(join(root, 'chats-'));
    await cp(template(), folder, { recursive: true });
    const faulty = new FaultyDisk();
    const { sessions, notices } = windowOn(folder, faulty);
    faulty.fault = fault;
    const worked = await work(sessions);
    if (faulty.calls.length > calls.length) calls = faulty.calls;
    if (worked.done.size < 9) assert.ok(notices.length > 0 || worked.isTold, 'the user is told');
    // The disk is well again: what waits is written, and the window and the disk agree.
    faulty.fault = undefined;
    for (const session of worked.used) await session.flush();
    await check(folder, worked);
    sessions.dispose();
    return worked.done;
  }

  it('do all that is asked where nothing fails', async () => {
    assert.equal((await tryFault()).size, 9);
    assert.ok(calls.length > 60);
  });

  for (const kind of ['once', 'always', 'short'] as const) {
    it(`lose nothing, whichever call fails (${kind})`, async () => {
      for (const [index, name] of calls.entries()) {
        const at = index + 1;
        if (kind === 'short' && name !== 'write') continue;
        try {
          await tryFault({ kind, at });
        } catch (failure) {
          throw new Error(`${kind}, call ${at} (${name}): ${String(failure)}`, { cause: failure });
        }
      }
    });
  }
});
