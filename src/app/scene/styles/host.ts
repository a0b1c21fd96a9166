import { css } from 'lit';

/** The host’s disk, Docker’s area of it, and the images on it. */
export const hostStyles = css`
  .disk path {
    fill: var(--sheet);
    stroke: var(--edge);
    stroke-width: 1;
  }
  .disk rect {
    fill: color-mix(in srgb, var(--volume-tint) 38%, var(--sheet));
    stroke: var(--volume);
    stroke-width: 1;
    stroke-dasharray: 6 4;
  }
  .disk text {
    fill: var(--ink-soft);
    font: 11px var(--text);
    text-anchor: end;
  }
  .disk tspan {
    font-family: var(--mono);
  }


  .shelf {
    position: absolute;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 14px;
    overflow: hidden;
    margin: 0;
    color: var(--image);
  }
  .shelf li {
    display: flex;
    align-items: center;
    gap: 4px;
    height: 20px;
    font: 12px var(--mono);
  }
  .shelf strong {
    font-family: var(--text);
    font-weight: 600;
    letter-spacing: 0.03em;
    color: var(--ink-soft);
  }
`;
