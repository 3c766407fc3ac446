import { execFile } from 'node:child_process';

/** Largest list of files or content that git may hand over, in bytes. */
const mostOutput = 256 * 1024 * 1024;

/**
 * Runs git so that it changes nothing: no lock on the index, no program that the repository's settings name, no prompt.
 * Resolves with what it prints; undefined where git is missing or fails.
 */
export function git(folder: string, args: readonly string[]): Promise<Buffer | undefined> {
  const options = { cwd: folder, encoding: 'buffer' as const, maxBuffer: mostOutput, env: gitEnvironment() };
  return new Promise((resolve) => {
    execFile(
      'git',
      ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args],
      options,
      (error, output) => {
        resolve(error === null ? output : undefined);
      },
    );
  });
}

function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/** Entries of git's output with `-z`. */
export function entriesOf(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '');
}
