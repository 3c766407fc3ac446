// Writes chats with the real storage code until it is killed; says on stdout what is certain, one line of JSON each.
//   node test/support/chats/writer.ts FOLDER [CHAT]
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../../../src/app/chat/session.ts';
import { Sessions } from '../../../src/app/chat/sessions.ts';
import { ChatFolderOnDisk } from '../../../src/host/chats/chatFolderOnDisk.ts';

/** What the writer says. Pieces are numbers, so that a text shows whether one is missing, twice or misplaced. */
export type Said =
  | { readonly what: 'ready' | 'trouble' }
  /** A question is on disk, a reply is whole on disk. */
  | { readonly what: 'asked' | 'settled'; readonly id: string; readonly pieces?: number }
  /** A reply has so many pieces at this time, in milliseconds since 1970. */
  | { readonly what: 'piece'; readonly id: string; readonly pieces: number; readonly at: number }
  /** From now on these turns may be gone; they are gone. */
  | { readonly what: 'removing' | 'removed'; readonly ids: readonly string[] };

export const pieceAt = (index: number): string => `${index} `;

const exchanges = 200;

function say(said: Said): void {
  // Not by the stream of console.log: what is said is out before anything else is done.
  writeSync(1, `${JSON.stringify(said)}\n`);
}

async function stream(session: Session, id: string, pieces: number): Promise<void> {
  for (let index = 0; index < pieces; index++) {
    void session.change({ type: index < 3 ? 'reasoningAppended' : 'answerAppended', id, text: pieceAt(index) });
    say({ what: 'piece', id, pieces: index + 1, at: Date.now() });
    await wait(Math.random() * 6);
  }
}

async function exchange(session: Session, newId: () => string): Promise<void> {
  const [asked, replied] = [newId(), newId()];
  await session.change({
    type: 'turnAdded',
    turn: { id: asked, role: 'user', text: 'And?', attachments: [], at: Date.now() },
  });
  say({ what: 'asked', id: asked });
  const reply = {
    id: replied,
    role: 'assistant',
    replyTo: asked,
    model: 'm',
    status: 'waiting',
    text: '',
    reasoning: '',
    at: Date.now(),
  } as const;
  void session.change({ type: 'turnAdded', turn: reply });
  const pieces = Math.ceil(Math.random() ** 3 * 400);
  await stream(session, replied, pieces);
  await session.change({ type: 'replySettled', id: replied, outcome: { status: 'done', finish: 'stop' } });
  say({ what: 'settled', id: replied, pieces });
}

async function removeLast(session: Session): Promise<void> {
  const ids = session.conversation.turns.slice(-2).map(({ id }) => id);
  if (ids[0] === undefined) return;
  say({ what: 'removing', ids });
  await session.change({ type: 'turnRemoved', id: ids[0] });
  say({ what: 'removed', ids });
}

async function write(folder: string, chat: string | undefined): Promise<void> {
  const newId = (): string => crypto.randomUUID();
  const sessions = new Sessions({
    folder: new ChatFolderOnDisk(folder),
    clock: { now: () => Date.now() },
    newId,
    notify: () => say({ what: 'trouble' }),
  });
  const begun = await sessions.begin();
  const session =
    chat === undefined
      ? begun
      : ((await sessions.open(chat)) ?? (await sessions.add({ id: chat, all: [], chosen: [] })));
  await sessions.use(session);
  say({ what: 'ready' });
  for (let count = 0; count < exchanges; count++) {
    await exchange(session, newId);
    // A chat that two write to is not taken apart: what one removes the other may be answering.
    if (chat === undefined && Math.random() < 0.3) await removeLast(session);
    if (Math.random() < 0.3) await sessions.list();
  }
}

if (import.meta.main) {
  const [folder, chat] = process.argv.slice(2);
  if (folder === undefined) throw new Error('writer.ts takes a folder.');
  await write(folder, chat);
  process.exit();
}
