import { setTimeout as wait } from 'node:timers/promises';

/** Resolves when the condition holds; looks again and again, for half a minute at most. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await condition()) return;
    await wait(100);
  }
  throw new Error('It did not come to pass.');
}
