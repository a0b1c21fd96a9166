import { css } from 'lit';

/** Buttons, choices and focus as they look everywhere. */
export const controls = css`
  button {
    box-sizing: border-box;
    min-height: 28px;
    min-width: 28px;
    padding: 3px 12px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    border: 1px solid var(--edge);
    border-radius: var(--round);
    background: var(--raised);
    color: var(--ink);
    font: 500 var(--size-note) / 1.3 var(--text);
    cursor: pointer;
    transition: background var(--quick), border-color var(--quick);
  }
  button:hover:not(:disabled) {
    border-color: var(--accent);
    background: var(--accent-tint);
  }
  button:disabled {
    color: var(--ink-soft);
    border-color: var(--line);
    cursor: default;
  }
  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 86%, var(--ink));
  }
  button.primary:disabled {
    border-color: var(--line);
    background: var(--paper);
    color: var(--ink-soft);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
  }
  button.quiet:hover:not(:disabled) {
    background: var(--accent-tint);
  }
  button[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-tint);
  }
  button.link {
    display: inline;
    min-width: 0;
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    text-align: left;
    text-decoration: underline;
    text-underline-offset: 2px;
    overflow-wrap: anywhere;
  }
  button.link:hover:not(:disabled) {
    background: var(--accent-tint);
  }
  select {
    min-height: 28px;
    padding: 0 var(--space-1);
    border: 1px solid transparent;
    border-radius: var(--round);
    background: transparent;
    color: var(--ink);
    font: 500 var(--size-note) var(--text);
  }
  select:hover {
    background: var(--accent-tint);
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    border-radius: 3px;
  }
  code {
    font-family: var(--mono);
    font-size: 0.92em;
  }
`;
