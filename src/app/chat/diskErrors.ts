import { AssistantError } from '../../core/errors.ts';

/** A failure of the disk to take something, as the user reads it. */
export function notSaved(failure: unknown): AssistantError {
  return diskError('notSaved', failure);
}

/** A failure of the disk to give something. */
export function notRead(failure: unknown): AssistantError {
  return diskError('notRead', failure);
}

function diskError(reason: 'notSaved' | 'notRead', failure: unknown): AssistantError {
  if (failure instanceof AssistantError) return failure;
  return new AssistantError(reason, { said: failure instanceof Error ? failure.message : String(failure) }, failure);
}
