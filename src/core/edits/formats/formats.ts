import { fencedBlock } from './fencedBlock.ts';
import { heredoc } from './heredoc.ts';
import { searchReplace, strayEnd } from './patches/searchReplace.ts';
import { unified } from './patches/unified.ts';
import { v4a } from './patches/v4a.ts';
import type { Format } from './reader.ts';
import { tagged } from './tagged.ts';
import { toolCall } from './toolCall.ts';

/** All ways to write an edit, in the order in which they are tried at a line. A new one is a file and a row here. */
export const formats: readonly Format[] = [
  v4a, searchReplace, strayEnd, unified, fencedBlock, tagged, toolCall, heredoc,
];
