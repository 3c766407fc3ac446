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

/** Markdown that may still grow. Where it reads otherwise than before, or goes on after its end, it is built anew. */
export function Markdown({ text, ended }: { readonly text: string; readonly ended: boolean }): VNode {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  useLayoutEffect(() => () => view.current?.dispose(), []);
  useLayoutEffect(() => {
    if (root.current === null) return;
    if (view.current?.canShow(text) !== true) {
      view.current?.dispose();
      root.current.replaceChildren();
      view.current = new MarkdownView(root.current, actions);
    }
    view.current.update(text, ended);
  }, [text, ended]);
  return <div ref={root} class="markdown" />;
}
