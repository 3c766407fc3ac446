import { AssistantError } from '../../core/errors.ts';

/**
 * The sampling parameters of the documented call, by their name on the wire.
 * Ranges: the endpoint's public page for gpt-oss-120b (table "parameter (inside `data`)").
 * What is not set is not sent.
 */
export interface Parameters {
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly seed?: number;
  readonly repetition_penalty?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
}

export interface Range {
  readonly setting: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** `max_tokens` has no documented upper bound; the context window of 128,000 tokens is one. */
export const ranges: Readonly<Record<keyof Parameters, Range>> = {
  max_tokens: { setting: 'gptOss.maxTokens', min: 1, max: 128_000, integer: true },
  temperature: { setting: 'gptOss.temperature', min: 0, max: 5, integer: false },
  top_p: { setting: 'gptOss.topP', min: 0, max: 2, integer: false },
  top_k: { setting: 'gptOss.topK', min: 1, max: 50, integer: true },
  seed: { setting: 'gptOss.seed', min: 1, max: 9_999_999_999, integer: true },
  repetition_penalty: { setting: 'gptOss.repetitionPenalty', min: 0, max: 2, integer: false },
  frequency_penalty: { setting: 'gptOss.frequencyPenalty', min: 0, max: 2, integer: false },
  presence_penalty: { setting: 'gptOss.presencePenalty', min: 0, max: 2, integer: false },
};

/** Checks every parameter before anything is sent. Throws `badSetting` naming setting, value and range. */
export function checkParameters(parameters: Parameters): void {
  for (const [name, range] of Object.entries(ranges)) {
    const value: unknown = parameters[name as keyof Parameters];
    if (value !== undefined && !fits(value, range)) throw outOfRange(value, range);
  }
}

function fits(value: unknown, { min, max, integer }: Range): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= min && value <= max && (!integer || Number.isInteger(value));
}

function outOfRange(value: unknown, { setting, min, max, integer }: Range): AssistantError {
  const kind = integer ? 'a whole number' : 'a number';
  return new AssistantError('badSetting', {
    setting: `The setting ${setting} is ${JSON.stringify(value)}, but must be ${kind} from ${min} to ${max}.`,
  });
}
