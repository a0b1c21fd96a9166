import { css } from 'lit';

/*
 * The scene's paint. Heights of heads and lines repeat those of sizes.ts.
 */
export const sceneStyles = css`
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

  /* Cards. */
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

  /* Stores. */
  .body,
  .lid {
    fill: var(--tint);
    stroke: var(--stroke);
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  .lid {
    fill: color-mix(in srgb, var(--stroke) 16%, var(--tint));
  }
  .volume {
    --stroke: var(--volume);
    --tint: var(--volume-tint);
  }
  .anonymous {
    --stroke: var(--anonymous);
    --tint: var(--anonymous-tint);
  }
  .folder {
    --stroke: var(--folder);
    --tint: var(--folder-tint);
  }
  .tmpfs {
    --stroke: var(--tmpfs);
    --tint: var(--tmpfs-tint);
  }
  .store.image,
  .pipe .image,
  .mount.image {
    --stroke: var(--image);
    --tint: var(--image-tint);
  }
  .anonymous .body,
  .anonymous .lid {
    stroke-dasharray: 5 3;
  }
  .store.image .body {
    stroke-dasharray: 2 2;
  }
  .mount.image .sleeve {
    border-style: dotted;
  }
  .store .head {
    color: var(--stroke);
  }
  .store.volume .head,
  .store.anonymous .head {
    padding-top: 16px;
  }
  .store.folder .head {
    padding: 3px 10px 0;
    height: 36px;
    align-items: start;
  }
  .store.folder .head button {
    max-width: 56%;
    font-family: var(--mono);
    font-weight: 600;
    font-size: 12px;
    line-height: 18px;
  }
  .store.folder .head .note {
    padding-top: 16px;
  }
  .asleep .body {
    fill: none;
    stroke-dasharray: 3 3;
  }
  .hatch {
    color: var(--tmpfs);
    opacity: 0.35;
  }

  /* Containers. */
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

  /* Pipes. */
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

  /* The host's disk, and Docker's area of it. */
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

  /* What is on its way. */
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
  /* Images on the host. */
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

  /* Cause and effect. */
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
  /* The reader's own colours: shapes and lines tell the kinds apart. */
  @media (forced-colors: active) {
    .body,
    .lid,
    .wall,
    .disk path,
    .disk rect {
      fill: Canvas;
    }
    .body,
    .lid,
    .wall,
    .inner,
    .disk path,
    .disk rect,
    .pipe .tube {
      stroke: CanvasText;
    }
    .pipe .gap,
    .pipe .bore {
      stroke: Canvas;
    }
    .pipe .flange {
      fill: CanvasText;
    }
    .pipe path.valve {
      fill: Canvas;
      stroke: CanvasText;
    }
    .disk text {
      fill: CanvasText;
    }
    .lamp.running {
      background: CanvasText;
    }
    .row.fresh {
      outline: 1px solid Highlight;
    }
    .card.new > .shape {
      filter: none;
    }
  }
`;
