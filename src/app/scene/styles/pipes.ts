import { css } from 'lit';

/** The pipes between openings and what they lead to. */
export const pipeStyles = css`
  .pipes {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }
  .pipe path {
    fill: none;
    stroke-linecap: butt;
    transition: d var(--calm) var(--ease), opacity var(--quick);
  }
  .pipe .gap {
    stroke: var(--paper);
    stroke-width: 9;
  }
  .pipe .tube {
    stroke: var(--stroke);
    stroke-width: 6;
  }
  .pipe .bore {
    stroke: var(--tint);
    stroke-width: 3;
  }
  .pipe .flow {
    stroke: var(--stroke);
    stroke-width: 3;
    stroke-dasharray: 3 9;
    opacity: 0;
  }
  .pipe .bore.folder {
    stroke-dasharray: 8 3;
  }
  .pipe .tube.anonymous {
    stroke-dasharray: 5 3;
  }
  .pipe .bore.tmpfs {
    stroke-dasharray: 2 2;
  }
  .pipe .tube.image {
    stroke-dasharray: 2 2;
  }
  .pipe .bore.idle {
    stroke: var(--paper);
    stroke-width: 4;
  }
  .pipe .flange {
    fill: var(--stroke);
  }
  .pipe path.valve {
    fill: var(--sheet);
    stroke: var(--stroke);
    stroke-width: 1.5;
  }
  .pipe .tube.faint {
    stroke: color-mix(in srgb, var(--stroke) 28%, var(--paper));
  }
  .pipe .bore.faint {
    stroke: var(--paper);
  }
  .pipe .flow.faint,
  .pipe g.faint {
    opacity: 0;
  }
`;
