import { baseName } from '../context/refs.ts';
import type { Attachment } from './conversation.ts';

export type Place = Pick<Attachment, 'path' | 'firstLine' | 'lastLine' | 'origin'>;

/** What is attached, by name: `src/app.ts:3-12` for lines, `src/app.ts` for a file, `src/` for a folder. */
export function placeOf({ path, firstLine, lastLine, origin }: Place): string {
  if (origin === 'file') return path;
  if (origin === 'folder') return `${path}/`;
  if (origin === 'changes') return 'Git changes';
  if (origin === 'terminal') return `Terminal ${path}`.trim();
  if (origin === 'problems') return path === '' ? 'Problems' : `Problems in ${path}`;
  return firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`;
}

/** The same with the last part of the path alone, for a narrow chip. */
export function shortPlaceOf(place: Place): string {
  return placeOf({ ...place, path: baseName(place.path) });
}
