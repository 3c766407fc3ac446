/**
 * Files by which a change reaches further than its text: what they say is run, or decides what may be run. A change to
 * one is marked in the review and asked about when it is accepted.
 */

interface Kind {
  /** What such a file does, to stand behind its name. */
  readonly does: string;
  /** Folders, all of what is in them counts; names of files, with `*` for any part of one. */
  readonly folders?: readonly string[];
  readonly files?: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    does: 'decides what VS Code runs and trusts',
    folders: ['.vscode', '.vscode-server', '.devcontainer', '.idea', '.run', '.zed'],
    files: ['*.code-workspace', '.devcontainer.json'],
  },
  {
    does: 'decides what Git runs',
    folders: ['.git', 'git~1', '.husky', '.githooks'],
    files: ['.gitmodules', '.gitconfig', '.pre-commit-config.yaml', 'lefthook*.yml', '.lefthook*.yml'],
  },
  {
    does: 'decides what is run when the project is built or published',
    folders: [
      '.github/workflows', '.github/actions', '.gitea/workflows', '.forgejo/workflows', '.circleci', '.buildkite',
    ],
    files: [
      '.gitlab-ci.yml', '.travis.yml', '.drone.yml', 'azure-pipelines*.yml', 'bitbucket-pipelines.yml', 'jenkinsfile',
    ],
  },
  {
    does: 'is run by every shell, editor or debugger that starts',
    folders: ['.config/fish'],
    files: [
      '.bashrc', '.bash_profile', '.bash_login', '.bash_logout', '.bash_aliases', '.profile',
      '.kshrc', '.cshrc', '.tcshrc',
      '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout', '.inputrc', '.envrc', 'config.fish', '*profile.ps1',
      '.vimrc', '.nvimrc', '.exrc', '.tmux.conf', '.gdbinit', '.lldbinit', '.pdbrc',
      'sitecustomize.py', 'usercustomize.py',
    ],
  },
  {
    does: 'decides where packages come from or what is run with them',
    folders: ['.cargo', '.bundle', '.mvn', '.yarn'],
    files: [
      '.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', 'bunfig.toml', 'pip.conf', '.pypirc', '.condarc', '.gemrc',
      'nuget.config', 'init.gradle', '.tool-versions', 'mise.toml', '.mise.toml',
    ],
  },
  {
    does: 'decides whom this machine trusts with what it sends',
    folders: ['.ssh', '.gnupg', '.aws', '.kube'],
    files: ['.netrc', '.curlrc', '.wgetrc', '.git-credentials'],
  },
  {
    does: 'tells coding agents what to do',
    folders: [
      '.cursor', '.claude', '.windsurf', '.roo', '.clinerules', '.continue', '.codex', '.gemini', '.agents',
      '.github/instructions', '.github/prompts', '.github/agents', '.github/chatmodes',
    ],
    files: [
      'agents.md', 'agents.override.md', 'agent.md', 'claude.md', 'claude.local.md', 'gemini.md',
      'copilot-instructions.md', '*.instructions.md', '*.prompt.md',
      '.cursorrules', '.windsurfrules', '.goosehints', '.aider.conf.yml', '.mcp.json',
    ],
  },
];

/** What a file of this path does beyond holding its text, to stand behind its name; undefined for any other file. */
export function sensitivity(path: string): string | undefined {
  const spelled = spelling(path);
  return patterns.find(({ pattern }) => pattern.test(spelled))?.does;
}

/**
 * One spelling for all by which a file system may know a path: cases, backslashes, dots and spaces that Windows drops
 * behind a name, streams behind a colon, and characters that are not seen, which some file systems drop.
 */
function spelling(path: string): string {
  const seen = path.replace(/[\p{Cf}\p{Cc}]/gu, '').replaceAll('\\', '/').toLowerCase();
  const names = seen.split('/').map((name) => (name === '..' ? name : name.replace(/:.*$|[. ]+$/g, '')));
  return `/${names.filter((name) => name !== '').join('/')}`;
}

const patterns = kinds.map(({ does, folders = [], files = [] }) => {
  const inFolder = folders.map((folder) => `/${literal(folder)}(?:/.*)?`);
  const byName = files.map((name) => `/${name.split('*').map(literal).join('[^/]*')}`);
  return { does, pattern: new RegExp(`(?:${[...inFolder, ...byName].join('|')})$`, 'u') };
});

function literal(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
