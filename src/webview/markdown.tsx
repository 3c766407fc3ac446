import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { MarkdownView } from './markdown/markdownView.ts';
import { post } from './vscode.ts';

const codeActions = {
  copy: (code: string) => post({ type: 'copy', code }),
  insert: (code: string) => post({ type: 'insert', code }),
};

/** Markdown that may still grow. */
export function Markdown({ text, ended }: { readonly text: string; readonly ended: boolean }): VNode {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  useLayoutEffect(() => {
    if (root.current !== null) view.current = new MarkdownView(root.current, codeActions);
    return () => view.current?.dispose();
  }, []);
  useLayoutEffect(() => view.current?.update(text, ended), [text, ended]);
  return <div ref={root} class="markdown" />;
}
