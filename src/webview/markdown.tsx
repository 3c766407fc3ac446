import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fileFinder } from './fileFinder.ts';
import type { ReplyActions } from './markdown/actions.ts';
import { MarkdownView } from './markdown/markdownView.ts';
import { post } from './vscode.ts';

const actions: ReplyActions = {
  copy: (code) => post({ type: 'copy', code }),
  insert: (code) => post({ type: 'insert', code }),
  apply: (block) => post({ type: 'apply', ...block }),
  newFile: (block) => post({ type: 'newFile', ...block }),
  runInTerminal: ({ code, info }) => post({ type: 'runInTerminal', code, info }),
  findFile: (path, found) => fileFinder.find(path, found),
  openFile: (reference) => post({ type: 'openFile', ...reference }),
};

interface MarkdownProps {
  readonly text: string;
  /** No more will come. */
  readonly ended: boolean;
}

/** Markdown that may still grow. What goes on after it had ended, or ends otherwise than its pieces read, is shown anew. */
export function Markdown({ text, ended }: MarkdownProps): VNode {
  const shown = useRef({ text: '', ended: false, version: 0 });
  const before = shown.current;
  const goesOn = before.ended && !(ended && text === before.text);
  const isAnother = goesOn || (ended && !text.startsWith(before.text));
  shown.current = { text, ended, version: before.version + (isAnother ? 1 : 0) };
  return <GrowingMarkdown key={shown.current.version} text={text} ended={ended} />;
}

function GrowingMarkdown({ text, ended }: MarkdownProps): VNode {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  useLayoutEffect(() => {
    if (root.current !== null) view.current = new MarkdownView(root.current, actions);
    return () => view.current?.dispose();
  }, []);
  useLayoutEffect(() => view.current?.update(text, ended), [text, ended]);
  return <div ref={root} class="markdown" />;
}
