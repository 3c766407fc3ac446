import type { ContextPort, ContextStore } from '../../src/app/context/contextPort.ts';
import type { Attachment } from '../../src/core/chat/conversation.ts';
import { findAgain, type KeptItem } from '../../src/core/context/kept.ts';
import type { ContextOffer, ContextRef, RefOf } from '../../src/core/context/refs.ts';
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

  async findAgain(ref: RefOf<'code'>, code: string): Promise<ContextRef> {
    await Promise.resolve();
    const found = findAgain(this.files.get(ref.path) ?? '', ref, code);
    if (found === undefined)
      throw new AssistantError('notAttached', { said: `The pinned code of ${ref.path} is gone.` });
    return { ...ref, ...found };
  }

  open(ref: ContextRef): Promise<void> {
    this.opened.push(ref);
    return Promise.resolve();
  }
}

/** What one window leaves to the next: plain data, as VS Code would write it down. */
export class FakeContextStore implements ContextStore {
  readonly kept = new Map<string, unknown>();

  all(): ReadonlyMap<string, unknown> {
    return this.kept;
  }

  save(conversation: string, kept: readonly KeptItem[]): void {
    if (kept.length === 0) this.kept.delete(conversation);
    else this.kept.set(conversation, JSON.parse(JSON.stringify(kept)));
  }
}
