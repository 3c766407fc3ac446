import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import ReactMarkdown from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import remarkGfm from 'remark-gfm';
import DOMPurify from 'dompurify';
import type { ReplyActions } from '../../src/webview/markdown/actions.ts';
import { MarkdownView } from '../../src/webview/markdown/rendering/markdownView.ts';

export interface Measured {
  /** Milliseconds of main-thread work, layout included, that went into the chunks. */
  readonly total: number;
  /** Milliseconds of the longest single chunk. */
  readonly longest: number;
}

type Render = (soFar: string, ended: boolean) => void;

const nothing = (): void => undefined;
const ignore: ReplyActions = {
  copy: nothing,
  insert: nothing,
  apply: nothing,
  newFile: nothing,
  runInTerminal: nothing,
  findFile: nothing,
  openFile: nothing,
};

/** Lets the page take a breath, so that every chunk is a task of its own. */
async function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
  port1.close();
}

/** Renders `text` chunk by chunk; only every `every`th chunk is rendered and counted for all of them. */
async function measure(text: string, size: number, every: number, render: Render): Promise<Measured> {
  let total = 0;
  let longest = 0;
  for (let end = size * every; ; end += size * every) {
    const ended = end >= text.length;
    const start = performance.now();
    render(text.slice(0, end), ended);
    // Reading a size forces the layout that the next frame would do.
    const height = document.body.offsetHeight;
    const spent = height >= 0 ? performance.now() - start : 0;
    total += spent * every;
    longest = Math.max(longest, spent);
    if (ended) return { total, longest };
    await breathe();
  }
}

function freshRoot(): HTMLElement {
  const root = document.createElement('div');
  root.className = 'markdown';
  document.body.replaceChildren(root);
  return root;
}

function ours(text: string, size: number, every: number): Promise<Measured> {
  const view = new MarkdownView(freshRoot(), ignore);
  return measure(text, size, every, (soFar, ended) => {
    view.update(soFar, ended);
    while (view.step());
  });
}

/** What most chat panels do: the message again for every chunk, as a React tree. */
async function reactMarkdown(text: string, size: number, every: number): Promise<Measured> {
  const root = createRoot(freshRoot());
  const plugins = { remarkPlugins: [remarkGfm], rehypePlugins: [rehypeHighlight] };
  const measured = await measure(text, size, every, (soFar) => {
    flushSync(() => root.render(createElement(ReactMarkdown, { ...plugins, children: soFar })));
  });
  root.unmount();
  return measured;
}

/** The whole message again for every chunk, as HTML. */
function markdownIt(text: string, size: number, every: number): Promise<Measured> {
  const root = freshRoot();
  const highlight = (code: string, language: string): string =>
    hljs.getLanguage(language) === undefined ? '' : hljs.highlight(code, { language, ignoreIllegals: true }).value;
  const renderer = new MarkdownIt({ linkify: true, highlight });
  return measure(text, size, every, (soFar) => {
    root.innerHTML = DOMPurify.sanitize(renderer.render(soFar));
  });
}

Object.assign(globalThis, { ours, reactMarkdown, markdownIt });
