import * as vscode from 'vscode';
import type { Keys } from '../../app/model/keys.ts';
import type { AssistantError, Remedy } from '../../core/errors.ts';
import type { CommandId } from '../../contributions.ts';
import type { Remedies } from '../messages/errorSeam.ts';

/** VS Code's own settings that decide how a request travels. */
const networkSettings = '@id:http.proxy,http.proxyAuthorization,http.noProxy,http.proxySupport,http.systemCertificates';

/** What the buttons beside errors do. */
export function hostRemedies(keys: Keys, extensionId: string): Remedies {
  return {
    async run(remedy: Remedy, retry: AssistantError['retry']): Promise<void> {
      switch (remedy) {
        case 'setKey':
          if (await keys.set()) await retry?.();
          return;
        case 'retry':
          await retry?.();
          return;
        case 'raiseMaxTokens':
          await retry?.({ moreTokens: true });
          return;
        case 'lessReasoning':
          await retry?.({ lessReasoning: true });
          return;
        case 'continue':
          return;
        case 'openSettings':
          await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
          return;
        case 'openNetworkSettings':
          await vscode.commands.executeCommand('workbench.action.openSettings', networkSettings);
          return;
        case 'checkConnection':
          await vscode.commands.executeCommand('gptOss.checkConnection' satisfies CommandId);
          return;
        case 'openLog':
          await vscode.commands.executeCommand('gptOss.showLog' satisfies CommandId);
      }
    },
  };
}
