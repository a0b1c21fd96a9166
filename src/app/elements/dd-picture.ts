import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Place } from '../../lesson/index.ts';
import type { ThingKey } from '../../machine/wire.ts';
import type { DdScene, SceneState } from '../scene/dd-scene.ts';
import type { Pace } from '../scene/pace.ts';
import { type Known, NOTHING } from '../session/page-computer.ts';
import { loadPane, type Pane, paneTemplate } from './app-panes.ts';

/**
 * The picture of a computer, what happened there in words, the panes that lie over it, and the way through time. Fires
 * `go` with a point of the timeline, `run` with a command, `closed` when the pane is.
 */
@customElement('dd-picture')
export class DdPicture extends LitElement {
  static override styles = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .picture {
    flex: 1;
    min-height: 0;
    position: relative;
    display: flex;
    container-type: size;
  }
  .picture > dd-scene {
    flex: 1;
    min-width: 0;
  }
  .picture > * {
    /* Below the picture, where it is narrow: the picture has the better share. */
    --words-height: clamp(4.25rem, 18cqh, 7.5rem);
  }
  .picture > dd-words {
    flex: none;
    box-sizing: border-box;
    width: clamp(15rem, 24%, 22rem);
    border-left: 1px solid var(--line);
  }
  @container (max-width: 760px) {
    .picture > dd-scene {
      position: absolute;
      inset: 0 0 var(--words-height);
    }
    .picture > dd-words {
      position: absolute;
      inset: auto 0 0;
      width: auto;
      height: var(--words-height);
      border-left: 0;
      border-top: 1px solid var(--line);
    }
  }
  `;

  @property({ attribute: false }) known: Known = NOTHING;
  /** What the sandbox began with; empty elsewhere. */
  @property() start = '';
  /** The picture is drawn so much larger. */
  @property({ type: Number }) scale = 1;

  @state() private pane: Pane | undefined;
  @state() private pace: Pace = 'normal';
  @state() private whole = false;
  @state() private state: SceneState = { waiting: 0, overflows: false };
  @query('dd-scene') private readonly scene!: DdScene;

  override render(): TemplateResult {
    const { known } = this;
    return html`
      <div class="picture">
        <dd-scene
          .world=${known.world}
          .losses=${known.losses}
          .session=${known.session}
          .scale=${this.scale}
          .speed=${this.pace}
          .whole=${this.whole}
          @scene-state=${(event: CustomEvent<SceneState>) => {
            this.state = event.detail;
          }}
          @edit=${(event: CustomEvent<{ place: Place; path: string }>) => this.open({ kind: 'editor', ...event.detail })}
          @browse=${(event: CustomEvent<number>) => this.open({ kind: 'browser', port: event.detail })}
          @run=${(event: CustomEvent<string>) => this.tell('run', event.detail)}
        ></dd-scene>
        <dd-words
          .told=${known.told}
          .losses=${known.losses}
          .world=${known.world}
          @show=${(event: CustomEvent<ThingKey>) => this.scene.show(event.detail)}
        ></dd-words>
        ${this.renderPane()}
      </div>
      <dd-timeline
        .history=${known.history}
        @go=${(event: CustomEvent<number>) => this.tell('go', event.detail)}
        @history=${() => this.open({ kind: 'history' })}
      >
        <dd-scene-controls
          .speed=${this.pace}
          .whole=${this.whole}
          .state=${this.state}
          @pace=${(event: CustomEvent<Pace>) => {
            this.pace = event.detail;
          }}
          @whole=${(event: CustomEvent<boolean>) => {
            this.whole = event.detail;
          }}
          @next=${() => this.scene.next()}
        ></dd-scene-controls>
      </dd-timeline>
    `;
  }

  private renderPane(): unknown {
    const { pane, start } = this;
    const { session, world, history } = this.known;
    if (!pane) return nothing;
    return paneTemplate(pane, {
      ...{ session, world, history, start },
      go: (point) => this.tell('go', point),
      show: (key) => this.scene.show(key),
      open: (other) => this.open(other),
      close: () => this.close(),
    });
  }

  /** Opens a pane over the picture; the same again closes it. */
  open(pane: Pane): void {
    const again = pane.kind === this.pane?.kind && !('path' in pane) && !('port' in pane);
    this.pane = again ? undefined : pane;
    void loadPane(pane);
  }

  /** Nothing lies over the picture: another computer is shown. */
  clear(): void {
    this.pane = undefined;
  }

  private close(): void {
    this.pane = undefined;
    this.tell('closed', undefined);
  }

  private tell(event: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-picture': DdPicture;
  }
}
