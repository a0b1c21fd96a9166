import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MachinePort, World } from '../../../machine/wire.ts';
import type { Session } from '../../session/session.ts';
import { msg } from '../../texts/index.ts';

/** A text that the machine is asked for, and again with each new World: logs, inspect. */
@customElement('dd-asked')
export class DdAsked extends LitElement {
  static override styles = css`
    pre {
      margin: 0;
      max-height: 24rem;
      overflow: auto;
      padding: var(--space-2);
      border: 1px solid var(--line);
      border-radius: var(--round);
      background: var(--screen);
      color: var(--screen-ink);
      font: var(--size-small) / 1.5 var(--mono);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    pre:focus-visible {
      outline: 3px solid var(--focus);
    }
  `;

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) world: World | undefined;
  @property({ attribute: false }) ask: ((port: MachinePort) => Promise<string>) | undefined;
  @property() name = '';

  @state() private text = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('world') || changed.has('ask')) void this.askNow();
  }

  override render(): TemplateResult {
    return html`<pre tabindex="0" role="region" aria-label=${this.name}>${this.text}</pre>`;
  }

  private async askNow(): Promise<void> {
    const port = this.session?.port();
    if (!port || !this.ask) return;
    this.text = await this.ask(port).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** The log of a container, read from where the daemon keeps it. */
export function logsOf(id: string): (port: MachinePort) => Promise<string> {
  return async (port) => {
    const path = `/var/lib/docker/containers/${id}/${id}-json.log`;
    const bytes = await port.request({ type: 'probe.read', place: { host: true }, path });
    const lines = new TextDecoder().decode(bytes ?? new Uint8Array(0)).split('\n');
    const text = lines.map(logLine).join('');
    return text || msg('It has printed nothing yet.');
  };
}

/** The text of one line as the driver json-file writes it; a line that is only half there says nothing. */
export function logLine(line: string): string {
  try {
    const parsed: unknown = JSON.parse(line);
    const log = (parsed as { readonly log?: unknown }).log;
    return typeof log === 'string' ? log : '';
  } catch {
    return '';
  }
}

export function inspectOf(kind: 'container' | 'volume', name: string): (port: MachinePort) => Promise<string> {
  return async (port) => JSON.stringify(await port.request({ type: 'probe.inspect', kind, name }), null, 2);
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-asked': DdAsked;
  }
}
