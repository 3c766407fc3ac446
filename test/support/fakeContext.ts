import type { ContextPort } from '../../src/app/contextPort.ts';
import type { Attachment } from '../../src/core/chat/conversation.ts';
import type { ContextOffer, ContextRef } from '../../src/core/context/refs.ts';
import { AssistantError } from '../../src/core/errors.ts';

/** A workspace of small files in one folder; every search is answered a moment later. */
export class FakeContext implements ContextPort {
  readonly files: Map<string, string>;
  readonly opened: ContextRef[] = [];
  readonly signals: AbortSignal[] = [];
  /** What is selected in the terminal. */
  terminal = '';

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  async search(words: string, signal: AbortSignal, report: (found: readonly ContextOffer[]) => void): Promise<void> {
    this.signals.push(signal);
    await Promise.resolve();
    const paths = [...this.files.keys()].filter((path) => path.includes(words));
    report(paths.map((path) => ({ ref: { kind: 'file', uri: `file:///w/${path}`, path }, label: path, detail: '' })));
  }

  capture(ref: ContextRef): Promise<ContextRef> {
    return Promise.resolve(ref.kind === 'terminal' ? { ...ref, text: this.terminal } : ref);
  }

  async read(ref: ContextRef): Promise<Attachment> {
    await Promise.resolve();
    const path = 'path' in ref ? ref.path : '';
    const text = this.files.get(path);
    if (text === undefined) throw new AssistantError('notAttached', { said: `${path} cannot be read.` });
    const code = ref.kind === 'code' ? text.slice(ref.start, ref.end) : text;
    const origin = ref.kind === 'code' ? 'selection' : ref.kind;
    return { path, uri: `file:///w/${path}`, languageId: '', firstLine: 1, lastLine: 1, code, origin };
  }

  open(ref: ContextRef): Promise<void> {
    this.opened.push(ref);
    return Promise.resolve();
  }
}
