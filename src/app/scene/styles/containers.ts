import { css } from 'lit';

/** A container: its lamp, the openings in its wall, its layers. */
export const containerStyles = css`
  .wall {
    fill: var(--sheet);
    stroke: var(--ink-soft);
    stroke-width: 1.5;
  }
  .inner {
    fill: none;
    stroke: var(--line);
  }
  .box.still .wall {
    fill: color-mix(in srgb, var(--sheet) 55%, var(--paper));
    stroke-dasharray: 6 4;
  }
  .box .head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 6px;
    height: 48px;
    padding: 11px 14px 0;
    align-content: start;
  }
  .box .head .command {
    grid-column: 1 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font: 11px var(--mono);
    color: var(--ink-soft);
  }
  .lamp {
    align-self: center;
    width: 9px;
    height: 9px;
    box-sizing: border-box;
    border: 2px solid var(--ink-soft);
    border-radius: 50%;
  }
  .lamp.running {
    border-color: var(--good);
    background: var(--good);
  }
  .lamp.paused {
    border-radius: 1px;
    border-width: 0 3px;
    border-color: var(--folder);
  }
  .lamp.restarting {
    border-style: dashed;
    border-color: var(--good);
  }
  .mount {
    position: relative;
    display: flex;
    align-items: center;
    height: 26px;
    pointer-events: none;
  }
  .mount .sleeve {
    display: flex;
    align-items: center;
    gap: 5px;
    box-sizing: border-box;
    max-width: calc(100% - 20px);
    height: 21px;
    padding: 0 9px 0 12px;
    border: 1.5px solid var(--stroke);
    border-left: 0;
    border-radius: 0 11px 11px 0;
    background: var(--tint);
    color: var(--stroke);
    font: 600 12px var(--mono);
  }
  .mount .sleeve span:first-of-type {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .mount.right {
    justify-content: end;
  }
  .mount.right .sleeve {
    padding: 0 12px 0 9px;
    border: 1.5px solid var(--stroke);
    border-right: 0;
    border-radius: 11px 0 0 11px;
  }
  .mount.anonymous .sleeve {
    border-style: dashed;
  }
  .layer {
    position: relative;
    margin: 3px 12px 0;
    padding: 0 0 3px;
    background: var(--layer-tint);
    border: 1.5px solid var(--layer);
    border-radius: 3px;
    pointer-events: none;
  }
  .layer h3,
  .box > .image h3 {
    display: flex;
    gap: 5px;
    align-items: center;
    margin: 0;
    height: 20px;
    padding: 0 7px;
    font: 600 11px var(--text);
    color: var(--layer);
    white-space: nowrap;
    overflow: hidden;
  }
  .layer .rows {
    padding: 0 6px 0 4px;
  }
  .box > .image:not(.mount) {
    position: relative;
    box-sizing: border-box;
    height: 22px;
    margin: 3px 12px 0;
    pointer-events: none;
  }
  .box > .image h3 {
    position: relative;
    color: var(--image);
    background: var(--image-tint);
    border: 1.5px dotted var(--image);
    border-radius: 3px;
    overflow: hidden;
    white-space: nowrap;
  }
  .box > .image h3 span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .box > .image:not(.mount)::before,
  .box > .image:not(.mount)::after {
    content: "";
    position: absolute;
    left: 5px;
    right: -3px;
    top: 4px;
    height: 21px;
    background: var(--image-tint);
    border: 1.5px dotted var(--image);
    border-radius: 3px;
    opacity: 0.7;
  }
  .box > .image:not(.mount)::after {
    left: 3px;
    right: -1px;
    top: 2px;
  }
  .box > .image h3 {
    z-index: 1;
  }
`;
