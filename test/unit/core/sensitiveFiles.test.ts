import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sensitivity } from '../../../src/core/sensitiveFiles.ts';

describe('files by which a change reaches further', () => {
  it('are known in the root and below any folder', () => {
    const files = [
      '.vscode/tasks.json', '.vscode/settings.json', '.vscode/launch.json', '.vscode/mcp.json', '.git/hooks/pre-commit',
      '.git/config', '.github/workflows/ci.yml', 'my.code-workspace', '.devcontainer/devcontainer.json',
      '.devcontainer.json', '.bashrc', '.zshenv', '.profile', '.npmrc', '.yarnrc.yml', '.cargo/config.toml', 'pip.conf',
      'AGENTS.md', 'CLAUDE.md', '.cursor/rules/a.mdc', '.github/copilot-instructions.md', '.husky/pre-push', '.envrc',
      '.gitlab-ci.yml', 'Microsoft.PowerShell_profile.ps1', '.ssh/config', '.gitmodules', '.mcp.json',
      'rust.instructions.md',
    ];
    for (const file of files) {
      for (const path of [file, `packages/app/${file}`, `/home/me/project/${file}`])
        assert.ok(sensitivity(path) !== undefined, path);
    }
  });

  it('are known in other spellings that name the same file', () => {
    const spellings = [
      '.VSCode/Tasks.json', '.vscode\\tasks.json', './.vscode//tasks.json', '.vscode./tasks.json',
      '.vscode /tasks.json.', 'src/../.vscode/tasks.json', '.git::$INDEX_ALLOCATION/hooks/pre-commit', 'GIT~1/config',
      '.g\u200cit/config', '.bashrc::$DATA', 'agents.MD', '.vscode', '.git',
    ];
    for (const path of spellings) assert.ok(sensitivity(path) !== undefined, path);
  });

  it('are no files that are only named alike', () => {
    const others = [
      'src/index.ts', 'package.json', 'Makefile', 'vscode/tasks.json', 'src/.vscodeignore', '.gitignore',
      '.gitattributes', 'docs/git/hooks.md', 'github/workflows/ci.yml', '.github/ISSUE_TEMPLATE/bug.md',
      'my-agents.md.ts', 'bashrc', 'src/npmrc.ts', 'reagents.md', 'code-workspace.ts', '',
    ];
    for (const path of others) assert.equal(sensitivity(path), undefined, path);
  });

  it('say what they do, and are looked up in linear time whatever the path', () => {
    assert.equal(sensitivity('.vscode/tasks.json'), 'decides what VS Code runs and trusts');
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (path) => void sensitivity(path)));
    assert.equal(sensitivity('/a'.repeat(100_000)), undefined);
  });
});
