// Chats on disk: a long one opened, a piece added to it, many of them listed.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sessions } from '../../src/app/chat/sessions.ts';
import type { Change } from '../../src/core/chat/conversation.ts';
import { entryLine, headerLine } from '../../src/core/chat/journal.ts';
import { ChatFolderOnDisk } from '../../src/host/chats/chatFolderOnDisk.ts';

const manyChats = 1000;
const turns = 1000;
const textLength = 9_500;

function sessionsOn(folder: string): Sessions {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  return new Sessions({
    folder: new ChatFolderOnDisk(folder),
    clock: { now: () => Date.now() },
    newId: () => crypto.randomUUID(),
    notify: fail,
  });
}

/** A chat as it is written while it goes on: each reply in ten pieces. */
function journalOf(id: string, exchanges: number, length: number): string[] {
  const piece = 'Some words of a reply, and a bit more. '.repeat(Math.ceil(length / 400)).slice(0, length / 10);
  const changes = Array.from({ length: exchanges }, (_, index): Change[] => [
    {
      type: 'turnAdded',
      turn: { id: `u${index}`, role: 'user', text: `Question ${index}`, attachments: [], at: index },
    },
    {
      type: 'turnAdded',
      turn: {
        id: `a${index}`,
        role: 'assistant',
        replyTo: `u${index}`,
        model: 'm',
        status: 'waiting',
        text: '',
        reasoning: '',
        at: index,
      },
    },
    ...Array.from({ length: 10 }, (): Change => ({ type: 'answerAppended', id: `a${index}`, text: piece })),
    { type: 'replySettled', id: `a${index}`, outcome: { status: 'done', finish: 'stop', durationMs: 1 } },
  ]).flat();
  return [headerLine(id), ...changes.map((change, index) => entryLine({ by: 'w', n: index + 1, change }))];
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

/** What it costs to keep chats. Times in milliseconds. */
export async function benchChats(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gpt-oss-bench-chats-'));
  try {
    const chats = new ChatFolderOnDisk(folder);
    await chats.journal('long').create(journalOf('long', turns / 2, textLength));
    const { size } = await stat(join(folder, 'long.jsonl'));
    const first = await timed(() => sessionsOn(folder).open('long'));
    const again = await timed(() => sessionsOn(folder).open('long'));
    console.log(
      `chat of ${turns} turns, ${(size / 1e6).toFixed(1)} MB: opened in ${first.ms.toFixed(0)} ms, ` +
      `${again.ms.toFixed(0)} ms the second time`,
    );
    const session = again.result;
    if (session === undefined) throw new Error('The chat is not there.');
    const pieces = 20_000;
    const streamed = await timed(async () => {
      for (let count = 0; count < pieces; count++)
        void session.change({ type: 'answerAppended', id: `a${turns / 2 - 1}`, text: 'word ' });
      await session.flush();
    });
    console.log(`a piece of a reply added to it: ${((streamed.ms / pieces) * 1000).toFixed(1)} µs`);
    for (let index = 0; index < manyChats; index++)
      await chats.journal(`c${index}`).create(journalOf(`c${index}`, 5, 1000));
    const lost = await timed(() => sessionsOn(folder).list());
    const kept = await timed(() => sessionsOn(folder).list());
    console.log(
      `${kept.result.length} chats listed in ${kept.ms.toFixed(0)} ms, ${lost.ms.toFixed(0)} ms without an index`,
    );
    session.dispose();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

if (import.meta.main) await benchChats();
