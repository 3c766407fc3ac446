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

/** Markdown that may still grow. */
export function Markdown({ text, ended }: { readonly text: string; readonly ended: boolean }): VNode {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  useLayoutEffect(() => {
    if (root.current !== null) view.current = new MarkdownView(root.current, actions);
    return () => view.current?.dispose();
  }, []);
  useLayoutEffect(() => view.current?.update(text, ended), [text, ended]);
  return <div ref={root} class="markdown" />;
}
