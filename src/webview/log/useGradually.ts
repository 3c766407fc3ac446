import { useLayoutEffect, useState } from 'preact/hooks';
import type { Turn } from '../../core/chat/conversation.ts';
import { whenRendered } from '../markdown/rendering/frames.ts';
import { firstStretch, widened } from './stretch.ts';
import { recall } from '../vscode.ts';

/**
 * The turns that are in the page: at first those that are seen, at the end or where the user left the chat. Once those
 * are rendered and painted, the others follow bit by bit, those below before those above.
 */
export function useGradually(chat: string, turns: readonly Turn[]): readonly Turn[] {
  const [{ start, end }, setStretch] = useState(() => firstStretch(turns, recall().places[chat]?.turnId));
  const whole = start === 0 && end === Infinity;
  useLayoutEffect(() => {
    const widen = (): void => setStretch(widened({ start, end }, turns.length));
    return whole ? undefined : whenRendered(widen);
  }, [start, end]);
  return whole ? turns : turns.slice(start, end);
}
