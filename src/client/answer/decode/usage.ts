import * as v from 'valibot';
import type { Usage } from '../../../core/chat/messages.ts';

const decimal = v.pipe(v.string(), v.trim(), v.regex(/^\d{1,15}$/), v.transform(Number));
const count = v.fallback(v.nullish(v.pipe(v.union([v.number(), decimal]), v.safeInteger(), v.minValue(0))), undefined);

const schema = v.object({
  prompt_tokens: count, input_tokens: count, prompt_eval_count: count,
  completion_tokens: count, output_tokens: count, eval_count: count,
  total_tokens: count,
});

/**
 * Reads token counts, also partial ones: a count that is missing follows from the other two, or
 * is 0 when that cannot be. A count that is negative, broken or no number counts as missing.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return undefined;
  const found = parsed.output;
  const prompt = found.prompt_tokens ?? found.input_tokens ?? found.prompt_eval_count ?? undefined;
  const completion = found.completion_tokens ?? found.output_tokens ?? found.eval_count ?? undefined;
  return complete(prompt, completion, found.total_tokens ?? undefined);
}

type Count = number | undefined;

function complete(prompt: Count, completion: Count, total: Count): Usage | undefined {
  if (prompt === undefined && completion === undefined) return undefined;
  const promptTokens = prompt ?? Math.max(0, (total ?? 0) - (completion ?? 0));
  const completionTokens = completion ?? Math.max(0, (total ?? 0) - promptTokens);
  return { promptTokens, completionTokens, totalTokens: Math.max(total ?? 0, promptTokens + completionTokens) };
}
