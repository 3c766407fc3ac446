import { fence } from '../../core/chat/prompts/prompts.ts';
import type { RefusedPart } from '../ports.ts';

/** The parts of a reply that were not placed, each with its reason, to read and to copy from; Markdown. */
export function refusedText(refused: readonly RefusedPart[]): string {
  const parts = refused.map(({ message, snippet, path }, at) => {
    return [`## ${at + 1}. ${path ?? 'No file named'}`, message, snippet === '' ? '' : fence(snippet, '')]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  return `# Not placed\n\n${parts.join('\n\n')}\n`;
}
