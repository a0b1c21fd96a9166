import { css } from 'lit';

export const coursePageStyles = css`
  :host {
    display: block;
    overflow: auto;
    background: var(--sheet);
  }
  .column {
    max-width: 66ch;
    padding: var(--space-5);
  }
  h1 {
    margin: 0 0 var(--space-3);
    font-size: var(--size-title);
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  h2 {
    margin: var(--space-5) 0 var(--space-2);
    font-size: var(--size-lead);
  }
  h3 {
    margin: var(--space-4) 0 var(--space-1);
    font-size: var(--size-note);
    font-weight: 650;
    color: var(--ink-soft);
  }
  p {
    margin: 0 0 var(--space-3);
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    border-top: 1px solid var(--line);
  }
  li {
    border-bottom: 1px solid var(--line);
  }
  .lesson {
    display: grid;
    grid-template-columns: 1.6em 1fr auto;
    gap: 0 var(--space-2);
    padding: var(--space-2);
    color: inherit;
    text-decoration: none;
    border-radius: var(--round);
  }
  a.lesson:hover {
    background: var(--accent-tint);
  }
  a.lesson strong {
    color: var(--accent);
  }
  .number {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .about {
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  .lesson .about {
    grid-column: 2;
    overflow-wrap: anywhere;
  }
  .state {
    font-size: var(--size-note);
    color: var(--ink-soft);
    white-space: nowrap;
  }
  .state.done {
    color: var(--good);
    font-weight: 600;
  }
  .go-on {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-top: var(--space-4);
  }
  .go {
    display: inline-flex;
    align-items: center;
    min-height: 36px;
    padding: var(--space-1) var(--space-3);
    border-radius: var(--round);
    background: var(--accent);
    color: var(--accent-ink);
    font-weight: 600;
    text-decoration: none;
  }
  .whole {
    margin: 0;
    color: var(--good);
    font-weight: 600;
  }
  .meter {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  progress {
    width: 8rem;
    accent-color: var(--good);
  }
  .keeping {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin: 0 0 var(--space-2);
  }
  .small {
    margin-top: var(--space-5);
    font-size: var(--size-note);
    color: var(--ink-soft);
  }
`;
