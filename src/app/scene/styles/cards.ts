import { css } from 'lit';

/** What all cards are alike in: their head and their listing of files. */
export const cardStyles = css`
  .card {
    position: absolute;
    top: 0;
    left: 0;
    box-sizing: border-box;
    transition: transform var(--calm) var(--ease), height var(--calm) var(--ease);
  }
  .card > .shape {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
    filter: drop-shadow(0 1px 1px rgb(20 40 60 / 0.08));
  }
  .head {
    position: relative;
    box-sizing: border-box;
    height: 36px;
    padding: 11px 12px 0;
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .head button {
    all: unset;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 650;
    font-size: var(--size-note);
    cursor: pointer;
  }
  .head button::after {
    content: "";
    position: absolute;
    inset: 0;
    height: var(--height);
    border-radius: var(--round);
  }
  .head button:focus-visible::after {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .card:hover > .shape {
    filter: drop-shadow(0 2px 5px rgb(20 40 60 / 0.22));
  }
  .note {
    margin-left: auto;
    flex: none;
    color: var(--ink-soft);
    font-size: 11px;
  }
  .icon {
    flex: none;
  }

  /* Listings. */
  .rows {
    position: relative;
    padding: 0 10px 0 8px;
    pointer-events: none;
  }
  .row {
    display: flex;
    gap: 5px;
    align-items: center;
    height: 19px;
    padding-left: calc(var(--depth, 0) * 11px + 4px);
    white-space: nowrap;
    overflow: hidden;
    font: 12px var(--mono);
    color: var(--ink);
    border-radius: 3px;
  }
  .row .icon {
    color: var(--ink-soft);
  }
  .row .path {
    flex: 0 1 auto;
    min-width: 3ch;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .row .glance {
    flex: 1 1 0;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--ink-soft);
    font: 12px var(--text);
  }
  .row.gone .path {
    text-decoration: line-through;
    color: var(--doom);
  }
  .row.rest {
    color: var(--ink-soft);
    font-family: var(--text);
  }
  .tag {
    flex: none;
    font: 600 11px var(--text);
    padding: 0 4px;
    border: 1px solid currentColor;
    border-radius: 3px;
    line-height: 14px;
  }
`;
