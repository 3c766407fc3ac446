import { join } from 'node:path';
import { failures } from '../../support/run/paths.ts';
import { Session, type SessionOptions } from './session.ts';

type SessionFrom = () => Session | undefined;

/** A name for a file, of a suite or a test. */
const nameOf = (title: string): string => title.replace(/\W+/g, '-').slice(0, 80);

async function keepEvidence(session: Session, title: string): Promise<void> {
  const folder = join(failures, nameOf(title));
  console.log(`    see ${folder}`);
  // What cannot be had, of a window that has crashed for instance, must not hide the failure itself.
  await session.keepEvidence(folder).catch((error: unknown) => console.log('    not all of it:', error));
}

/** A test with a session of its own. */
export function itInSession(title: string, options: SessionOptions, work: (session: Session) => Promise<void>): void {
  it(title, async function () {
    const session = await Session.open(options);
    try {
      await work(session);
    } catch (failure) {
      await keepEvidence(session, this.test?.fullTitle() ?? title);
      throw failure;
    } finally {
      await session.dispose();
    }
  });
}

/** Ends the session behind the suite. A test that fails, or a hook before it, leaves its evidence. */
export function endSession(session: SessionFrom): void {
  const keep = async (title: string): Promise<void> => {
    const current = session();
    if (current !== undefined) await keepEvidence(current, title);
  };
  afterEach(async function () {
    const { currentTest: test } = this;
    if (test !== undefined && test.state !== 'passed' && !test.isPending()) await keep(test.fullTitle());
  });
  after(async function () {
    const { parent } = this.test ?? {};
    const hasBegun = parent?.tests.some(({ state }) => state !== undefined) ?? true;
    if (!hasBegun) await keep(`${parent?.title ?? ''}, at the beginning`);
    await session()?.dispose();
  });
}

/** Each test of the suite goes on where the one before it ended: after a failure the others are skipped. */
export function goOnStepByStep(): void {
  let hasFailed = false;
  beforeEach(function () {
    if (hasFailed) this.skip();
  });
  afterEach(function () {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
}
