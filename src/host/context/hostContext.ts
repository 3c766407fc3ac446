import type { ContextPort } from '../../app/context/contextPort.ts';
import type { Attachment } from '../../core/chat/conversation.ts';
import type { ContextRef } from '../../core/context/refs.ts';
import { readChanges } from './changes.ts';
import { findStretch, readFile, readFolder, readStretch } from './documents.ts';
import type { TextPages } from '../messages/textPages.ts';
import { openRef } from './openRef.ts';
import { readProblems } from './problems.ts';
import { ContextSearch } from './search.ts';
import { readSymbol } from './symbolContext.ts';
import { readTerminal, selectedInTerminal } from './terminal.ts';

/** What VS Code knows that can go along with a message. */
export function hostContext(pages: Pick<TextPages, 'show'>): ContextPort {
  const search = new ContextSearch();
  return {
    search: (words, signal, report) => search.run(words, signal, report),
    capture: async (ref) => (ref.kind === 'terminal' && ref.text === '' ? selectedInTerminal() : ref),
    read: readRef,
    findAgain: findStretch,
    open: (ref) => openRef(ref, pages),
  };
}

async function readRef(ref: ContextRef): Promise<Attachment> {
  switch (ref.kind) {
    case 'file':
      return readFile(ref);
    case 'folder':
      return readFolder(ref);
    case 'code':
      return readStretch(ref);
    case 'symbol':
      return readSymbol(ref);
    case 'problems':
      return readProblems(ref);
    case 'changes':
      return readChanges();
    case 'terminal':
      return readTerminal(ref);
  }
}
