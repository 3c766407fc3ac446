import { Session, testKey } from './support/session.ts';
import { endSession } from './support/suite.ts';

const words = (count: number): string => 'total '.repeat(count).trim();

describe('a chat that outgrows the context window', function () {
  this.timeout(100_000);
  let session: Session;

  before(async () => {
    session = await Session.open({ environmentKey: testKey, settings: { 'gptOss.contextWindow': 8_192 } });
    await session.run('gpt-oss: Open Chat');
  });
  endSession(() => session);

  it('goes on, and says what was left out', async () => {
    for (const number of [1, 2, 3]) {
      await session.endpoint.reply({ kind: 'text', text: `Reply ${number}.` });
      await session.say(`${words(2_000)} ${number}`);
      await session.chat.getByText(`Reply ${number}.`).waitFor();
    }
    await session.chat
      .getByText(/^Not sent, to fit the context window: the oldest question with its reply, about 2,0\d\d tokens\.$/)
      .waitFor();
  });

  it('refuses a message that does not fit, and keeps it', async () => {
    await session.say(words(7_000));
    await session.chat
      .getByText(
        /^This message is too large: about 7,0\d\d tokens, and [\d,]+ fit beside the reply\. It was not sent\./,
      )
      .waitFor();
    await session.chat.getByRole('button', { name: 'Open Settings' }).waitFor();
  });
});
