// npm run screenshots: the README's pictures, made in the real workbench against the stand-in.
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Session, testKey } from '../../e2e/support/session.ts';
import type { Theme } from '../vscode/settings.ts';
import { root } from './paths.ts';

const explanation = `\`total\` adds up what a cart costs, in cents.

- It walks over \`items\` and adds \`price × count\` for each.
- It takes \`discount\` as a share of the sum: \`0.1\` is 10 %.

**Watch out:** the result is not rounded, so a discount can leave fractions of a cent:

\`\`\`ts
total([{ name: 'Tea', price: 333, count: 1 }], 0.1); // 299.7
\`\`\`
`;

const improved = `export function total(items: readonly Item[], discount = 0): number {
  const sum = items.reduce((so_far, item) => so_far + item.price * item.count, 0);
  return Math.round(sum * (1 - discount));
}`.replaceAll('so_far', 'soFar');

async function explain(session: Session): Promise<void> {
  await session.endpoint.reply({
    kind: 'text',
    text: explanation,
    usage: { prompt_tokens: 412, completion_tokens: 138, total_tokens: 550 },
  });
  await session.openFile('cart.ts');
  await session.selectLines(9, 15);
  await session.run('gpt-oss: Explain Code');
  await session.chat.getByText('Watch out:').waitFor();
  await session.chat.getByText(/550 tokens/).waitFor();
}

async function edit(session: Session): Promise<void> {
  await session.endpoint.reply({ kind: 'text', text: `\`\`\`ts\n${improved}\n\`\`\`` });
  await session.openFile('cart.ts');
  await session.selectLines(9, 15);
  await session.run('gpt-oss: Edit Code');
  await session.answer(/^gpt-oss: Edit/, 'round to whole cents');
  await session.page.locator('.tab.active', { hasText: 'Review of cart.ts' }).waitFor();
  await session.page.locator('.codelens-decoration', { hasText: 'Accept' }).first().waitFor();
}

/** Pictures in every theme, and in a narrow side bar; the first theme's are the README's. */
const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];
await mkdir(join(root, 'media', 'readme'), { recursive: true });
for (const theme of themes) {
  const session = await Session.open({ theme, environmentKey: testKey, size: { width: 1180, height: 720 } });
  try {
    await explain(session);
    const explained = await session.screenshot(`explain-${theme}`);
    await edit(session);
    const edited = await session.screenshot(`edit-${theme}`);
    if (theme !== themes[0]) continue;
    await cp(explained, join(root, 'media', 'readme', 'explain.png'));
    await cp(edited, join(root, 'media', 'readme', 'edit.png'));
  } finally {
    await session.dispose();
  }
}
process.exit(0);
