import { AssistantError } from '../../core/errors.ts';

/** A failure of the disk, as the user reads it. */
export function notSaved(failure: unknown): AssistantError {
  if (failure instanceof AssistantError) return failure;
  return new AssistantError('notSaved', { said: failure instanceof Error ? failure.message : String(failure) }, failure);
}
