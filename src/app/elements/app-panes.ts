import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Place } from '../../lesson/index.ts';
import type { ThingKey, World } from '../../machine/wire.ts';
import type { History } from '../session/history.ts';
import type { Session } from '../session/session.ts';

/*
 * What lies over the picture: loaded when it is first opened.
 */

export type Pane =
  | { readonly kind: 'history' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'without' }
  | { readonly kind: 'starts' }
  | { readonly kind: 'editor'; readonly place: Place; readonly path: string }
  | { readonly kind: 'browser'; readonly port: number };

/** Loads what draws a pane. */
export function loadPane({ kind }: Pane): Promise<unknown> {
  switch (kind) {
    case 'history':
      return import('./dd-history.ts');
    case 'keys':
      return import('./dd-keys.ts');
    case 'without':
      return import('../panes/dd-without.ts');
    case 'starts':
      return import('../panes/dd-starts.ts');
    case 'editor':
      return import('../panes/dd-editor.ts');
    case 'browser':
      return import('../panes/dd-browser.ts');
    default:
      return kind satisfies never;
  }
}

/** What panes need of the page, and ask of it. */
export interface PaneHost {
  readonly session: Session | undefined;
  readonly world: World | undefined;
  readonly history: History;
  readonly start: string;
  go(point: number): void;
  show(key: ThingKey): void;
  open(pane: Pane): void;
  close(): void;
}

export function paneTemplate(pane: Pane, host: PaneHost): TemplateResult {
  const { session, world, history } = host;
  const close = () => host.close();
  switch (pane.kind) {
    case 'history':
      return html`<dd-history
        .history=${history}
        .compare=${(from: number, to: number) => session!.port()!.request({ type: 'timeline.compare', from, to })}
        @go=${(event: CustomEvent<number>) => host.go(event.detail)}
        @show=${(event: CustomEvent<ThingKey>) => host.show(event.detail)}
        @without=${() => host.open({ kind: 'without' })}
        @close=${close}
      ></dd-history>`;
    case 'keys':
      return html`<dd-keys @close=${close}></dd-keys>`;
    case 'without':
      return html`<dd-without .session=${session} @show=${(event: CustomEvent<ThingKey>) => host.show(event.detail)} @close=${close}></dd-without>`;
    case 'starts':
      return html`<dd-starts .start=${host.start} @close=${close}></dd-starts>`;
    case 'editor':
      return html`${keyed(
        pane,
        html`<dd-editor .session=${session} .place=${pane.place} .path=${pane.path} @close=${close}></dd-editor>`,
      )}`;
    case 'browser':
      return html`<dd-browser .session=${session} .world=${world} .port=${pane.port} @close=${close}></dd-browser>`;
    default:
      return pane satisfies never;
  }
}
