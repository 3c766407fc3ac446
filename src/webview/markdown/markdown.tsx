import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fileFinder } from './fileFinder.ts';
import type { ReplyActions } from './actions.ts';
import { LazyMarkdown } from './rendering/lazyMarkdown.ts';
import { post } from '../vscode.ts';

const actions: Omit<ReplyActions, 'findFile'> = {
  copy: (code) => post({ type: 'copy', code }),
  insert: (code) => post({ type: 'insert', code }),
  apply: (block) => post({ type: 'apply', ...block }),
  newFile: (block) => post({ type: 'newFile', ...block }),
  runInTerminal: ({ code, info }) => post({ type: 'runInTerminal', code, info }),
  openFile: (reference) => post({ type: 'openFile', ...reference }),
};

interface MarkdownProps {
  readonly text: string;
  /** No more will come. */
  readonly ended: boolean;
}

/** Markdown that may still grow. */
export function Markdown({ text, ended }: MarkdownProps): VNode {
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef<LazyMarkdown | undefined>(undefined);
  useLayoutEffect(() => {
    const files = fileFinder.forReply();
    if (root.current !== null) shown.current = new LazyMarkdown(root.current, { ...actions, findFile: files.find });
    return () => {
      shown.current?.dispose();
      files.giveUp();
    };
  }, []);
  useLayoutEffect(() => shown.current?.update(text, ended), [text, ended]);
  return <div ref={root} class="markdown" />;
}
