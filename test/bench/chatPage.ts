/** What the extension would be for the chat view: hands it a chat, and replies piece by piece. */
import type { HostMessage, ViewMessage } from '../../src/protocol/messages.ts';

export interface Opened {
  /**
   * Milliseconds from the message until the last reply, to its end, and the composer are painted and the page takes
   * input.
   */
  readonly interactive: number;
  readonly longest: number;
  /** How many turns were in the page by then, and how many replies were built. */
  readonly turns: number;
  readonly built: number;
}

export interface Read {
  /** What moved under the reader's eye, and by how many pixels. */
  readonly moved: readonly string[];
  /** The height of all that can be scrolled, at each step. */
  readonly heights: readonly number[];
}

export interface Scrolled {
  readonly frames: number;
  readonly worst: number;
  readonly slow: number;
}

export interface Streamed {
  readonly longest: number;
}

/** Says that every file replies name is there: the most there can be to do. */
function receive(message: ViewMessage): void {
  if (message.type === 'findFiles') tell({ type: 'filesFound', asked: message.paths, found: message.paths });
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({ postMessage: receive, getState: () => undefined, setState: () => undefined }),
});

const status = { hasKey: true, busy: false, model: 'openai/gpt-oss-120b', workspace: true };
const settled = {
  status: 'done',
  finish: 'stop',
  usage: { promptTokens: 900, completionTokens: 300, totalTokens: 1200 },
  cost: 0.0004,
  durationMs: 3000,
} as const;

function tell(message: HostMessage): void {
  postMessage(message, '*');
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** After the next frame is painted, and all that waited for it was done. */
async function painted(): Promise<void> {
  await frame();
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
}

let longestTask = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
}).observe({ type: 'longtask' });

const lastWords = (index: number): string => `That was reply ${index}.`;

/** A chat of `count` turns, each reply with this text. */
async function openChat(count: number, text: string): Promise<Opened> {
  const all = Array.from({ length: count / 2 }, (_, index) => {
    const question = {
      id: `q${index}`,
      role: 'user',
      text: `Question ${index}?`,
      attachments: [],
      at: index,
      after: index === 0 ? '' : `r${index - 1}`,
    } as const;
    const reply = {
      id: `r${index}`,
      role: 'assistant',
      replyTo: question.id,
      model: status.model,
      text: `Reply ${index}.\n\n${text}\n\n${lastWords(index)}`,
      reasoning: '',
      at: index,
      ...settled,
    } as const;
    return [question, reply];
  }).flat();
  longestTask = 0;
  const start = performance.now();
  tell({ type: 'opened', conversation: { id: 'c', all, chosen: [] }, status });
  const last = (): Element | null => document.querySelector(`[data-turn="r${count / 2 - 1}"] .section:last-child`);
  while (last()?.textContent.endsWith(lastWords(count / 2 - 1)) !== true) await frame();
  await painted();
  const interactive = performance.now() - start;
  const turns = document.querySelectorAll('.turn').length;
  document.querySelector('textarea')?.focus();
  return { interactive, longest: longestTask, turns, built: builtReplies().now };
}

let everBuilt = 0;
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    const begins = [...addedNodes].some(
      (node) => node instanceof Element && node.matches('.markdown > .section:first-child'),
    );
    if (begins) everBuilt++;
  }
}).observe(document, { childList: true, subtree: true });

/** How many replies are built now, and how often one was. */
function builtReplies(): { readonly now: number; readonly ever: number } {
  return { now: document.querySelectorAll('.markdown:has(> .section)').length, ever: everBuilt };
}

/** Once the page has had nothing to do for a while. */
async function quiet(): Promise<void> {
  for (let count = 0; count < 5; count++) {
    await painted();
    await new Promise((resolve) => requestIdleCallback(resolve));
  }
}

/** A line of text in the middle of the view, whole enough to be looked at. */
function lineInView(box: Element): Element | undefined {
  const { top, height, left } = box.getBoundingClientRect();
  for (let y = top + height / 8; y < top + (height * 7) / 8; y += 7) {
    const line = document
      .elementFromPoint(left + 100, y)
      ?.closest('.markdown p, .markdown li, .markdown h2, .markdown pre, .markdown tr, .userText');
    if (line !== null && line !== undefined) return line;
  }
  return undefined;
}

/** Scrolls up `count` times by `step` pixels, and looks whether what is read moves by itself. */
async function readBack(count: number, step: number): Promise<Read> {
  const box = document.querySelector('.log');
  if (box === null) throw new Error('There is no log.');
  const moved: string[] = [];
  const heights: number[] = [];
  box.dispatchEvent(new WheelEvent('wheel', { bubbles: true }));
  for (let index = 0; index < count; index++) {
    box.scrollTop -= step;
    const line = lineInView(box);
    const before = line?.getBoundingClientRect().top ?? 0;
    await quiet();
    const by = (line?.getBoundingClientRect().top ?? 0) - before;
    if (line?.isConnected === true && Math.abs(by) > 3) moved.push(`${line.textContent.slice(0, 20)}: ${by}`);
    heights.push(box.scrollHeight);
  }
  return { moved, heights };
}

/** Scrolls up `count` times by `step` pixels, one frame each. */
async function scrollUp(count: number, step: number): Promise<Scrolled> {
  const box = document.querySelector('.log');
  if (box === null) throw new Error('There is no log.');
  box.dispatchEvent(new WheelEvent('wheel'));
  const times: number[] = [];
  let before = await frame();
  for (let index = 0; index < count; index++) {
    box.scrollTop -= step;
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  box.scrollTop = box.scrollHeight;
  await painted();
  return { frames: count, worst: Math.max(...times), slow: times.filter((time) => time > 50).length };
}

let replies = 0;

/** A question and its reply, in pieces of `size` characters every `pauseMs`. */
async function streamReply(text: string, size: number, pauseMs: number): Promise<Streamed> {
  const number = replies++;
  const id = `s${number}`;
  const common = { at: Date.now(), text: '' };
  tell({
    type: 'changed',
    change: { type: 'turnAdded', turn: { id: `p${number}`, role: 'user', attachments: [], ...common, text: 'More?' } },
  });
  tell({
    type: 'changed',
    change: {
      type: 'turnAdded',
      turn: {
        id,
        role: 'assistant',
        replyTo: `p${number}`,
        model: status.model,
        status: 'waiting',
        reasoning: '',
        ...common,
      },
    },
  });
  longestTask = 0;
  for (let at = 0; at < text.length; at += size) {
    tell({ type: 'changed', change: { type: 'answerAppended', id, text: text.slice(at, at + size) } });
    await (pauseMs === 0 ? frame() : new Promise((resolve) => setTimeout(resolve, pauseMs)));
  }
  tell({ type: 'changed', change: { type: 'replySettled', id, outcome: settled } });
  while (document.querySelector(`[data-turn="${id}"] .figures`) === null) await frame();
  await painted();
  return { longest: longestTask };
}

const latencies: number[] = [];
addEventListener(
  'keydown',
  ({ timeStamp }) => {
    void painted().then(() => latencies.push(performance.now() - timeStamp));
  },
  true,
);

Object.assign(globalThis, {
  openChat, builtReplies, quiet, readBack, scrollUp, streamReply,
  keyLatencies: () => latencies,
});
