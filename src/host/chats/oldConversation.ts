import { chmod, readFile, rename } from 'node:fs/promises';
import type { OldStore } from '../../app/chat/sessions.ts';
import { decodeConversation } from '../../core/chat/stored.ts';
import { parseJson } from '../../core/parseJson.ts';
import { privateFile } from '../disk/disk.ts';

/** The one chat that the first version kept in a file of its own. */
export function oldConversation(path: string): OldStore {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : decodeConversation(parseJson(text));
    },
    async taken() {
      await rename(path, `${path}.old`);
      await chmod(`${path}.old`, privateFile);
    },
  };
}
