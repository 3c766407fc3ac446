import { elisions } from './elisions.ts';
import { escapes } from './escapes.ts';
import type { Guard, GuardedFile, WrittenChange } from './guardedFile.ts';
import { lineNumbers } from './lineNumbers.ts';
import { standIns } from './standIns.ts';
import { strayMarks } from './strayMarks.ts';
import type { RefusalReason } from '../refusals.ts';

/** All guards, the ones whose words help most first: a change is refused for the first that objects. */
const guards: readonly Guard[] = [escapes, lineNumbers, elisions, standIns, strayMarks];

/** Why a change must not be written, though it has a place; undefined where nothing speaks against it. */
export function objectionTo(file: GuardedFile, change: WrittenChange): RefusalReason | undefined {
  return guards.find((guard) => guard.objects(file, change))?.reason;
}
