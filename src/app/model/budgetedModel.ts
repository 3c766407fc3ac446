import { type Costs, inputRoom, type Limits, planBudget, roomyOutput } from '../../core/chat/request/budget.ts';
import { calibrated, type Calibration, expected, uncalibrated } from '../../core/chat/request/calibration.ts';
import type { ModelReply, Trimmed, Usage } from '../../core/chat/messages.ts';
import { estimateMessages } from '../../core/chat/request/messageTokens.ts';
import { partsOf, type RequestParts } from '../../core/chat/request/requestParts.ts';
import { estimateTokens, requestFraming } from '../../core/chat/request/tokens.ts';
import { AssistantError } from '../../core/errors.ts';
import { MessageCosts } from './messageCosts.ts';
import type { CompletionOptions, CompletionRequest, ModelPort, SettingsPort, TokenCounter } from '../ports.ts';

export interface BudgetParts {
  readonly model: ModelPort;
  readonly counter: TokenCounter;
  readonly settings: Pick<SettingsPort, 'model' | 'maxTokens' | 'contextWindow'>;
}

/** A request that fits, and what we think its input comes to. */
interface Fitted {
  readonly request: CompletionRequest;
  readonly input: number;
  readonly exact: boolean;
  readonly trimmed?: Trimmed;
}

/** What a request takes beside its messages: few tokens, so the highest estimate does. */
function framingOf({ tools }: CompletionRequest): number {
  return requestFraming + (tools === undefined ? 0 : estimateTokens(JSON.stringify(tools)).most);
}

/** As in package.json. */
const smallestWindow = 4_096;

/** How the endpoint's counts compare with ours. */
interface Known {
  readonly exact: Calibration;
  readonly estimate: Calibration;
}

/**
 * A model whose requests never ask for more than its context window holds. Whoever sends one, the chat or an edit,
 * leaves nothing out itself: this does, and says so by `onTrimmed`.
 */
export class BudgetedModel implements ModelPort {
  readonly #parts: BudgetParts;
  readonly #costs: MessageCosts;
  readonly #known = new Map<string, Known>();

  constructor(parts: BudgetParts) {
    this.#parts = parts;
    this.#costs = new MessageCosts(parts.counter);
  }

  /** Throws `messageTooLarge` before anything is sent, and what the model throws. */
  async complete(request: CompletionRequest, options: CompletionOptions): Promise<ModelReply> {
    const { model, settings } = this.#parts;
    const name = settings.model;
    const fitted = await this.#fit(request, this.#knownOf(name));
    if (fitted.trimmed !== undefined) options.onTrimmed?.(fitted.trimmed);
    const reply = await model.complete(fitted.request, options);
    if (reply.usage !== undefined) this.#learn(name, fitted, reply.usage);
    return reply;
  }

  /** The request as it would go out: what does not fit is left out of it. Throws `messageTooLarge`. */
  async fitted(request: CompletionRequest): Promise<Pick<Fitted, 'request' | 'input' | 'trimmed'>> {
    return this.#fit(request, this.#knownOf(this.#parts.settings.model));
  }

  listModels(signal: AbortSignal): Promise<readonly string[] | undefined> {
    return this.#parts.model.listModels(signal);
  }

  #knownOf(name: string): Known {
    return this.#known.get(name) ?? { exact: uncalibrated, estimate: uncalibrated };
  }

  #learn(name: string, { input, exact }: Fitted, { promptTokens }: Usage): void {
    const known = this.#knownOf(name);
    const kind = exact ? 'exact' : 'estimate';
    this.#known.set(name, { ...known, [kind]: calibrated(known[kind], input, promptTokens) });
  }

  /** Exact counts are taken only where an estimate cannot tell. */
  async #fit(request: CompletionRequest, known: Known): Promise<Fitted> {
    const { settings } = this.#parts;
    const limits: Limits = {
      window: checkedWindow(settings.contextWindow),
      maxTokens: request.maxTokens ?? settings.maxTokens,
    };
    // Not a limit at all: the client says which setting is wrong.
    if (!(limits.maxTokens >= 1)) return { request, input: 0, exact: false };
    const { likely, most } = estimateMessages(request.messages);
    const always = framingOf(request);
    const left = limits.window - expected(known.estimate, most + always);
    const input = likely + always;
    if (left >= limits.maxTokens) return { request, input, exact: false };
    if (left >= roomyOutput) return { request: { ...request, maxTokens: left }, input, exact: false };
    return this.#fitExactly(request, limits, known.exact);
  }

  async #fitExactly(request: CompletionRequest, limits: Limits, calibration: Calibration): Promise<Fitted> {
    const parts = partsOf(request.messages, request.keep);
    const costs = await this.#exactCosts(parts, framingOf(request), inputRoom(limits, calibration));
    const plan = planBudget(costs, limits, calibration);
    if (!plan.fits) throw new AssistantError('messageTooLarge', { tokens: plan.tokens, limit: plan.limit });
    const messages = [...parts.fixed, ...parts.exchanges.slice(plan.dropped).flat(), ...parts.current];
    const fitted: Fitted = {
      request: { ...request, messages, maxTokens: plan.maxTokens },
      input: plan.input,
      exact: true,
    };
    return plan.dropped === 0
      ? fitted
      : { ...fitted, trimmed: { exchanges: plan.dropped, tokens: plan.droppedTokens } };
  }

  /** From the newest exchange back as far as there is room; older ones go anyway, so an estimate does for them. */
  async #exactCosts({ fixed, exchanges, current }: RequestParts, framing: number, room: number): Promise<Costs> {
    const always = framing + (await this.#costs.of(fixed, room));
    const now = await this.#costs.of(current, room);
    const newestFirst: number[] = [];
    let used = always + now;
    for (const exchange of exchanges.toReversed()) {
      const cost = used > room ? estimateMessages(exchange).likely : await this.#costs.of(exchange, room);
      newestFirst.push(cost);
      used += cost;
    }
    return { fixed: always, exchanges: newestFirst.reverse(), current: now };
  }
}

function checkedWindow(window: number): number {
  if (Number.isInteger(window) && window >= smallestWindow) return window;
  const wanted = `a whole number from ${smallestWindow} on`;
  const setting = `The setting gptOss.contextWindow is ${JSON.stringify(window)}, but must be ${wanted}.`;
  throw new AssistantError('badSetting', { setting });
}
