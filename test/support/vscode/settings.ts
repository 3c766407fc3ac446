import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;
export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** What VS Code calls them in its settings, and in the list it shows. */
export const themes: Readonly<Record<Theme, { readonly id: string; readonly label: string }>> = {
  dark: { id: 'Dark Modern', label: 'Dark Modern' },
  light: { id: 'Light Modern', label: 'Light Modern' },
  'hc-dark': { id: 'Default High Contrast', label: 'Dark High Contrast' },
  'hc-light': { id: 'Default High Contrast Light', label: 'Light High Contrast' },
};

export interface Profile {
  readonly settings?: Settings;
  /** Settings of scope `machine`: a window on a remote host reads them from there only, and the server build is one. */
  readonly machineSettings?: Settings;
  readonly theme?: Theme;
  /** Default: false, everything is trusted. True: folders open in Restricted Mode, without a question. */
  readonly restricted?: boolean;
}

/** Nothing that reaches for the network, greets, asks or moves by itself. */
const calm: Settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  // The workbench in a browser would save by itself, a second after each change; the desktop does not.
  'files.autoSave': 'off',
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
};

function trust(restricted: boolean): Settings {
  if (!restricted) return { 'security.workspace.trust.enabled': false };
  return { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
}

/** Writes a user data folder, as `--user-data-dir` takes it, for the server build and the desktop alike. */
export async function writeProfile(userDataDir: string, profile: Profile): Promise<void> {
  const user = {
    ...calm,
    ...trust(profile.restricted ?? false),
    'workbench.colorTheme': themes[profile.theme ?? 'dark'].id,
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    ...profile.settings,
  };
  await writeSettings(join(userDataDir, 'Machine'), profile.machineSettings ?? {});
  // The desktop has no machine of its own beside the user's.
  await writeSettings(join(userDataDir, 'User'), { ...user, ...profile.machineSettings });
}

async function writeSettings(dir: string, settings: Settings): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
