import { css } from 'lit';

/** Volumes, host folders and tmpfs, each kind in its colour and its line. */
export const storeStyles = css`
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
`;
