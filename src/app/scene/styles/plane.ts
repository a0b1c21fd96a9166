import { css } from 'lit';

/** The paper that everything is drawn on, its zones and what is written where nothing is yet. */
export const planeStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
    background: var(--paper);
    font-size: var(--size-small);
    line-height: 1.3;
  }
  .view {
    position: absolute;
    inset: 0;
    overflow: auto;
    background-image: linear-gradient(var(--grid) 1px, transparent 1px),
      linear-gradient(90deg, var(--grid) 1px, transparent 1px);
    background-size: 22px 22px;
    background-attachment: local;
  }
  /* The drawing is in pixels, enlarged as a whole with the reader's letters. */
  .plane {
    --size-small: 12px;
    --size-note: 13px;
    position: relative;
    font-size: var(--size-small);
    min-height: 100%;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .zone {
    position: absolute;
    display: flex;
    gap: var(--space-2);
    align-items: baseline;
    margin: 0;
    font-size: var(--size-small);
    font-weight: 600;
    letter-spacing: 0.03em;
    color: var(--ink-soft);
    white-space: nowrap;
    overflow: hidden;
    pointer-events: none;
    transition: transform var(--calm) var(--ease);
  }
  .zone span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .empty {
    position: absolute;
    box-sizing: border-box;
    margin: 0;
    padding: var(--space-3);
    display: flex;
    align-items: center;
    justify-content: center;
    text-align: center;
    border: 1.5px dashed var(--line);
    border-radius: var(--round);
    color: var(--ink-soft);
    line-height: 1.5;
  }
  .starting {
    margin: 0;
    padding: var(--space-4);
    color: var(--ink-soft);
    font-size: var(--size-note);
    animation: appear var(--slow) 400ms backwards;
  }
  .empty code {
    white-space: nowrap;
    font: var(--size-small) var(--mono);
  }
`;
