import { css } from 'lit';

/** Cause and effect: what is on its way, comes, changes, goes and would go; and the same for who wants no motion. */
export const motionStyles = css`
  .flight {
    position: absolute;
    top: 0;
    left: 0;
    padding: 1px 7px;
    border: 1.5px solid var(--stroke);
    border-radius: 9px;
    background: var(--tint);
    color: var(--stroke);
    font: 600 11px var(--mono);
    white-space: nowrap;
    pointer-events: none;
    offset-rotate: 0deg;
    offset-distance: 0;
    animation: fly calc(var(--slow) * var(--pace, 1)) calc(var(--nth, 0) * 110ms * var(--pace, 1)) var(--ease) both;
  }
  .flight.image {
    --stroke: var(--image);
    --tint: var(--image-tint);
    border-style: dotted;
  }
  .flight.echo {
    width: 11px;
    height: 11px;
    padding: 0;
    border-radius: 50%;
  }
  .flight.stretch-2 {
    opacity: 0;
    animation-delay: calc(var(--slow) * var(--pace, 1));
  }

  .new {
    animation: arrive var(--calm) var(--ease) backwards;
  }
  .pipe .new,
  .pipe .new > * {
    animation: appear var(--slow) var(--ease) backwards;
  }
  .row.fresh {
    animation: pulse var(--slow) ease-out 2;
    background: color-mix(in srgb, var(--stroke, var(--layer)) 14%, transparent);
    box-shadow: inset 2px 0 0 var(--stroke, var(--layer));
  }
  .pipe .flow.fresh {
    animation: flow var(--slow) linear 3;
  }
  .leaving {
    animation: leave 1100ms var(--ease) forwards;
    pointer-events: none;
  }
  .box.leaving .layer {
    animation: tear var(--slow) 450ms var(--ease) forwards;
  }
  .doom {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    border: 2px solid var(--doom);
    border-radius: var(--round);
    background: repeating-linear-gradient(
      135deg,
      color-mix(in srgb, var(--doom) 30%, transparent) 0 2px,
      transparent 2px 9px
    );
  }
  .doom.foreseen {
    border-style: dashed;
    pointer-events: none;
  }
  .tag.doomed {
    color: var(--doom);
    background: var(--doom-tint);
    border: 1px dashed currentColor;
  }
  .row.doomed .path {
    color: var(--doom);
    text-decoration: line-through;
  }
  .corner {
    position: absolute;
    right: 8px;
    bottom: 5px;
  }
  .doom span {
    padding: 1px 10px;
    border-radius: 3px;
    background: var(--doom-tint);
    color: var(--doom);
    border: 1.5px solid var(--doom);
    font: 700 var(--size-note) var(--text);
  }
  @keyframes fly {
    from {
      opacity: 1;
      offset-distance: 0;
    }
    80% {
      opacity: 1;
    }
    to {
      opacity: 0;
      offset-distance: 100%;
    }
  }
  @keyframes arrive {
    from {
      opacity: 0;
      scale: 0.94;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes pulse {
    from {
      background: color-mix(in srgb, var(--stroke, var(--layer)) 55%, transparent);
    }
  }
  @keyframes flow {
    from {
      opacity: 1;
      stroke-dashoffset: 0;
    }
    to {
      opacity: 1;
      stroke-dashoffset: -24;
    }
  }
  @keyframes leave {
    60% {
      opacity: 1;
      translate: 0 0;
      rotate: 0deg;
    }
    100% {
      opacity: 0;
      translate: 0 60px;
      rotate: 2deg;
    }
  }
  @keyframes tear {
    to {
      rotate: 4deg;
      translate: 10px 16px;
      opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card,
    .zone,
    .pipe path {
      transition: none;
    }
    .new,
    .pipe .new,
    .pipe .new > *,
    .starting,
    .row.fresh,
    .pipe .flow.fresh,
    .leaving,
    .box.leaving .layer {
      animation: none;
    }
    .card.new > .shape {
      filter: drop-shadow(0 0 3px var(--focus));
    }
    .pipe .flow.fresh {
      opacity: 1;
    }
  }
`;
