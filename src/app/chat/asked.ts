import type { Asked } from '../../core/chat/conversation.ts';
import { type Effort, lessReasoning } from '../../core/chat/messages.ts';
import type { RetryChange } from '../../core/errors.ts';

/** The most tokens a reply can have: the endpoint's documented context window. */
const mostTokens = 128_000;

/** How much more a reply may take at another try. */
const growth = 4;

interface Standing {
  readonly maxTokens: number;
  readonly effort: Effort;
}

/** What another try asks for: the last one's wishes, else the settings', with the change the user chose. */
export function askedAgain(before: Asked, { moreTokens, lessReasoning: less }: RetryChange, settings: Standing): Asked {
  return {
    ...before,
    ...(moreTokens === true
      ? { maxTokens: Math.min(mostTokens, (before.maxTokens ?? settings.maxTokens) * growth) }
      : {}),
    ...(less === true ? { effort: lessReasoning(before.effort ?? settings.effort) } : {}),
  };
}
