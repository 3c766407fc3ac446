import assert from 'node:assert/strict';
import { commandIds } from '../../../src/contributions.ts';
import { readSlash, slashCommands } from '../../../src/protocol/slashCommands.ts';

describe('slash commands', () => {
  it('are read with their words', () => {
    const read = (text: string) => {
      const found = readSlash(text);
      return found && [found.command.command, found.words];
    };
    assert.deepEqual(read('/explain'), ['gptOss.explain', '']);
    assert.deepEqual(read(' /edit  use reduce\nand name it '), ['gptOss.edit', 'use reduce\nand name it']);
    assert.deepEqual(read('/clear'), ['gptOss.newChat', '']);
  });

  it('are not what only looks like one', () => {
    for (const text of ['/usr/bin', '/nothing', 'see /edit', '/new york', '/', '', '/Edit'])
      assert.equal(readSlash(text), undefined, text);
  });

  it('have names of their own and commands that exist', () => {
    assert.equal(new Set(slashCommands.map(({ name }) => name)).size, slashCommands.length);
    for (const { command } of slashCommands) assert.ok(commandIds.includes(command));
  });
});
