import type { ExportOutcome, ExportProgress, ExportRequest } from '../../contract/index.ts';

/** What became of the export in hand. One at a time: another one takes the place of one that is over. */
export type ExportState =
  | { is: 'none' }
  | { is: 'asking'; what: ExportRequest['operation'] }
  | { is: 'running'; what: ExportRequest['operation']; progress: ExportProgress }
  | { is: 'over'; what: ExportRequest['operation']; outcome: Exclude<ExportOutcome, { is: 'busy' }> };

const NONE: ExportState = { is: 'none' };

/** The export in hand, which goes on while screens change. */
export class Exports {
  #state = NONE;
  readonly #listeners = new Set<() => void>();

  readonly state = (): ExportState => this.#state;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  async save(request: ExportRequest): Promise<void> {
    if (this.isBusy) return;
    const what = request.operation;
    this.#become({ is: 'asking', what });
    const outcome = await window.lockdesk.exports.save(request);
    this.#become(outcome.is === 'busy' ? NONE : { is: 'over', what, outcome });
  }

  get isBusy(): boolean {
    return this.#state.is === 'asking' || this.#state.is === 'running';
  }

  /** More of the file has come. */
  progress(progress: ExportProgress): void {
    if (this.#state.is !== 'asking' && this.#state.is !== 'running') return;
    this.#become({ is: 'running', what: this.#state.what, progress });
  }

  dismiss(): void {
    if (!this.isBusy) this.#become(NONE);
  }

  #become(state: ExportState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
