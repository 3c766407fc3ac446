/** What a file is: its mode and the hash of its content, as `644 1f0c…`; `undefined` where there is no file. */
export type FileStateId = string | undefined;

/** What a run did to one file: what was there before its first change and after its last. */
export interface FileTrace {
  readonly path: string;
  readonly before: FileStateId;
  readonly after: FileStateId;
}

/** All that was changed after one message of the user, in the order of the messages. */
export interface Checkpoint {
  readonly turn: string;
  readonly files: readonly FileTrace[];
}

export interface RestorePlan {
  /** Files that are still what the run left, or were never touched since: they can be brought back at once. */
  readonly safe: readonly FileTrace[];
  /** Files that somebody changed after the run: bringing them back would lose that, so it is shown and asked. */
  readonly changed: readonly (FileTrace & { readonly now: FileStateId })[];
}

/** One trace for each file over several checkpoints: from before the first to after the last. */
function joinTraces(checkpoints: readonly Checkpoint[]): FileTrace[] {
  const joined = new Map<string, FileTrace>();
  for (const { path, before, after } of checkpoints.flatMap(({ files }) => files)) {
    joined.set(path, { path, before: joined.has(path) ? joined.get(path)?.before : before, after });
  }
  return [...joined.values()];
}

/**
 * What it takes to bring files back to where they were before a message. Files that are so already are left out.
 * @param now the state of each file at this moment
 */
export function restorePlan(
  checkpoints: readonly Checkpoint[],
  turn: string,
  now: (path: string) => FileStateId,
): RestorePlan {
  const from = checkpoints.findIndex((one) => one.turn === turn);
  const traces = from < 0 ? [] : joinTraces(checkpoints.slice(from));
  const open = traces
    .map((trace) => ({ ...trace, now: now(trace.path) }))
    .filter((trace) => trace.now !== trace.before);
  return {
    safe: open.filter((trace) => trace.now === trace.after).map(({ path, before, after }) => ({ path, before, after })),
    changed: open.filter((trace) => trace.now !== trace.after),
  };
}
