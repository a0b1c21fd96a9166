import { css } from 'lit';

/** A pane that lies over the right side of the picture. */
export const paneStyles = css`
  dialog {
    position: absolute;
    inset: var(--space-2) var(--space-2) var(--space-2) auto;
    margin: 0;
    box-sizing: border-box;
    width: min(27rem, calc(100% - 2 * var(--space-2)));
    height: auto;
    max-height: none;
    padding: var(--space-4);
    overflow: auto;
    z-index: 3;
    background: var(--raised);
    color: var(--ink);
    border: 1px solid var(--edge);
    border-radius: var(--round);
    box-shadow: 0 6px 24px rgb(10 25 40 / 0.25);
    font: var(--size-note) / 1.45 var(--text);
  }
  header {
    display: flex;
    align-items: start;
    gap: var(--space-2);
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: var(--size-lead);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: var(--space-4) 0 var(--space-1);
    font-size: var(--size-note);
  }
  p {
    margin: var(--space-2) 0 0;
  }
`;
