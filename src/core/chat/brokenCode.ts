import { canContinue, type Turn } from './conversation.ts';
import { endsInFence } from './seam.ts';

/** Whether some code is only the beginning of a block: the last of a reply that broke off inside it. */
export function isBrokenCode(turns: readonly Turn[], code: string): boolean {
  const beginning = code.trimEnd();
  return turns.some((turn) => turn.role === 'assistant' && canContinue(turn) && endsInside(turn.text, beginning));
}

function endsInside(text: string, code: string): boolean {
  return text.trimEnd().endsWith(code) && endsInFence(text);
}
