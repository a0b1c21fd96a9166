import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PAGE_KEYS } from './keys.ts';

/** What the page's keys do: as named in keys.ts. */
export interface PageKeyActs {
  keys(): void;
  history(): void;
  back(): void;
  forward(): void;
}

/** The keys that work wherever the focus is, as long as the page is there. */
export class PageKeys implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost & { readonly renderRoot: ParentNode },
    private readonly acts: PageKeyActs,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.onKey);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.onKey);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || !PAGE_KEYS.includes(event.key)) return;
    event.preventDefault();
    const acts: Readonly<Record<string, () => void>> = {
      F1: () => this.acts.keys(),
      F2: () => this.acts.history(),
      F6: () => this.nextPart(event.shiftKey),
      F8: () => this.acts.back(),
      F9: () => this.acts.forward(),
    };
    acts[event.key]?.();
  };

  /** Round the parts, also out of the terminal, which keeps Tab to itself. */
  private nextPart(backward: boolean): void {
    const parts = [...this.host.renderRoot.querySelectorAll<HTMLElement>('section:not([hidden])')];
    const here = parts.findIndex((part) => part.matches(':focus-within'));
    const next = parts[(here + (backward ? -1 : 1) + parts.length) % parts.length];
    const terminal = next?.querySelector('dd-terminal');
    if (terminal) terminal.focus();
    else {
      next?.setAttribute('tabindex', '-1');
      next?.focus();
    }
  }
}
