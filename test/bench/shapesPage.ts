import type { ReplyActions } from '../../src/webview/markdown/actions.ts';
import { MarkdownView } from '../../src/webview/markdown/rendering/markdownView.ts';
import { heavyShapes } from '../support/markup/heavyShapes.ts';

export interface Shown {
  /** Milliseconds of main-thread time, layout included. */
  readonly total: number;
  /** Milliseconds of the longest step or layout. */
  readonly longest: number;
  /** Which part of the text was shown when the time was up. */
  readonly part: number;
}

const nothing = (): void => undefined;
const ignore: ReplyActions = {
  copy: nothing, insert: nothing, apply: nothing, newFile: nothing, runInTerminal: nothing,
  findFile: nothing, openFile: nothing,
};

/** Other programs on the machine count here; the bench takes the sum from the browser, where they do not. */
class Clock {
  total = 0;
  longest = 0;

  time<Result>(work: () => Result): Result {
    const start = performance.now();
    const result = work();
    const spent = performance.now() - start;
    this.total += spent;
    this.longest = Math.max(this.longest, spent);
    return result;
  }
}

/** Shows `length` code units of a shape, `size` at a time, and gives up after `limit` milliseconds. */
function show(name: string, length: number, size: number, limit: number): Shown {
  const text = heavyShapes[name]?.(length) ?? '';
  const root = document.createElement('div');
  root.className = 'markdown';
  document.body.replaceChildren(root);
  const view = new MarkdownView(root, ignore);
  const clock = new Clock();
  for (let end = size; ; end += size) {
    const ended = end >= text.length;
    clock.time(() => view.update(text.slice(0, end), ended));
    while (clock.time(() => view.step()) && clock.total < limit);
    // Reading a size forces the layout that the next frame would do.
    clock.time(() => document.body.offsetHeight);
    if (ended || clock.total >= limit) {
      return { total: clock.total, longest: clock.longest, part: Math.min(1, end / text.length) };
    }
  }
}

Object.assign(globalThis, { show });
