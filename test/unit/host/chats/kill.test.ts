import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { Sessions } from '../../../../src/app/chat/sessions.ts';
import type { Conversation } from '../../../../src/core/chat/conversation.ts';
import { ChatFolderOnDisk } from '../../../../src/host/chats/chatFolderOnDisk.ts';
import { pieceAt, type Said } from '../../../support/chats/writer.ts';

const source = join(import.meta.dirname, '../../../support/chats/writer.ts');

/** The writer in one file, which starts several times faster. */
let writer = '';

/** Nothing older than this is lost, in milliseconds. */
const mayBeLost = 1000;

/** What must be there, by what the writers said before they were killed. */
class Certain {
  readonly asked = new Set<string>();
  readonly removed = new Set<string>();
  readonly #perhapsRemoved = new Set<string>();
  /** Pieces that a reply must have, and those it may have. */
  readonly #least = new Map<string, number>();
  readonly #most = new Map<string, number>();
  readonly #whole = new Set<string>();
  #pieces: { readonly id: string; readonly pieces: number; readonly at: number }[] = [];
  troubles = 0;

  hear(said: Said): void {
    switch (said.what) {
      case 'asked':
        this.asked.add(said.id);
        break;
      case 'piece':
        this.#pieces.push(said);
        this.#most.set(said.id, said.pieces);
        break;
      case 'settled':
        this.#whole.add(said.id);
        this.#least.set(said.id, said.pieces ?? 0);
        break;
      case 'removing':
        for (const id of said.ids) this.#perhapsRemoved.add(id);
        break;
      case 'removed':
        for (const id of said.ids) this.removed.add(id);
        break;
      case 'trouble':
        this.troubles++;
        break;
      case 'ready':
    }
  }

  killed(at: number): void {
    for (const { id, pieces, at: saidAt } of this.#pieces) {
      if (at - saidAt > mayBeLost) this.#least.set(id, Math.max(pieces, this.#least.get(id) ?? 0));
    }
    this.#pieces = [];
  }

  /** Compares what is there with what must be. */
  check(conversation: Conversation | undefined): void {
    const turns = new Map(conversation?.all.map((turn) => [turn.id, turn]));
    for (const id of this.asked) assert.ok(turns.has(id) || this.#perhapsRemoved.has(id), `the question ${id} is lost`);
    for (const id of this.removed) assert.ok(!turns.has(id), `${id} came back`);
    for (const [id, least] of this.#least) {
      if (!this.#perhapsRemoved.has(id)) assert.ok(turns.has(id) || least === 0, `the reply ${id} is lost`);
    }
    for (const turn of turns.values()) {
      if (turn.role !== 'assistant') continue;
      const pieces = `${turn.reasoning}${turn.text}`.split(' ').length - 1;
      const expected = Array.from({ length: pieces }, (_, index) => pieceAt(index)).join('');
      assert.equal(`${turn.reasoning}${turn.text}`, expected, 'no piece is missing in between, twice or misplaced');
      assert.ok(
        pieces >= (this.#least.get(turn.id) ?? 0),
        `${turn.id}: ${pieces} of ${this.#least.get(turn.id) ?? 0} pieces`,
      );
      assert.ok(pieces <= (this.#most.get(turn.id) ?? 0));
      assert.equal(turn.status, this.#whole.has(turn.id) ? 'done' : turn.status, 'a whole reply is whole');
      assert.ok(turn.status === 'done' || turn.status === 'stopped', 'nothing is on its way any more');
    }
  }
}

/** Starts a writer and kills it at a random moment, from its very start on. */
async function killOnce(folder: string, certain: Certain, longestMs: number, chat?: string): Promise<void> {
  const child = spawn(process.execPath, [writer, folder, ...(chat === undefined ? [] : [chat])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  let ready: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (ready = resolve));
  lines.on('line', (line) => {
    const said = JSON.parse(line) as Said;
    if (said.what === 'ready') ready();
    certain.hear(said);
  });
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]);
  // One in ten dies before it is ready: while it opens, mends or writes anew.
  if (Math.random() < 0.1) await wait(Math.random() * 150);
  else await Promise.race([begun, ended]);
  await wait(Math.random() * longestMs);
  const at = Date.now();
  child.kill('SIGKILL');
  const [[code, signal]] = (await ended) as [[number | null, string | null], unknown];
  assert.deepEqual([code, signal], [null, 'SIGKILL'], 'the writer went on until it was killed');
  certain.killed(at);
}

/** Opens what is there as a new window would, and closes it. */
async function reopen(
  folder: string,
  chat?: string,
): Promise<{ conversation: Conversation | undefined; notices: string[] }> {
  const notices: string[] = [];
  const sessions = new Sessions({
    folder: new ChatFolderOnDisk(folder),
    clock: { now: () => Date.now() },
    newId: () => crypto.randomUUID(),
    notify: (message) => notices.push(message),
  });
  try {
    const begun = await sessions.begin();
    const conversation = (chat === undefined ? begun : await sessions.open(chat))?.conversation;
    await sessions.list();
    return { conversation, notices };
  } finally {
    sessions.dispose();
  }
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gpt-oss-kill-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** One chat after the other, killed again and again; every kill is followed by a look. */
function killAgainAndAgain(kills: number, longestMs: number): Promise<void> {
  return inFolder(async (folder) => {
    const certain = new Certain();
    for (let kill = 0; kill < kills; kill++) {
      await killOnce(folder, certain, longestMs);
      const { conversation, notices } = await reopen(folder);
      assert.deepEqual([notices, certain.troubles], [[], 0], 'nothing is damaged');
      certain.check(conversation);
    }
    assert.ok(certain.asked.size > kills / 2, 'there was something to lose');
  });
}

describe('killing the window that writes', function () {
  this.timeout(120_000);
  let tools: string;

  before(async () => {
    tools = await mkdtemp(join(tmpdir(), 'gpt-oss-writer-'));
    writer = join(tools, 'writer.mjs');
    await build({
      entryPoints: [source],
      outfile: writer,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
  });
  after(() => rm(tools, { recursive: true, force: true }));

  it('loses at most the last second, 200 times', async () => {
    // Short lives hit openings, mendings and first writes; long ones hit long replies.
    await Promise.all([
      killAgainAndAgain(80, 100),
      killAgainAndAgain(80, 100),
      killAgainAndAgain(28, 400),
      killAgainAndAgain(12, 2500),
    ]);
  });

  it('loses nothing of two windows that write to one chat', () =>
    inFolder(async (folder) => {
      const certain = new Certain();
      for (let kill = 0; kill < 8; kill++) {
        await Promise.all([killOnce(folder, certain, 1500, 'shared'), killOnce(folder, certain, 1500, 'shared')]);
        const { conversation, notices } = await reopen(folder, 'shared');
        assert.deepEqual([notices, certain.troubles], [[], 0], 'nothing is damaged');
        certain.check(conversation);
      }
      assert.ok(certain.asked.size > 5);
    }));
});
