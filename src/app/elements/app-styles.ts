import { css } from 'lit';

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    overflow: hidden;
    color: var(--ink);
  }
  .page {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .parts {
    flex: 1;
    min-height: 0;
    display: flex;
  }
  section {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    position: relative;
  }
  section[hidden] {
    display: none;
  }
  section:focus-visible {
    outline-offset: -3px;
  }
  section > * {
    flex: 1;
    min-height: 0;
  }
  section > dd-timeline {
    flex: none;
  }
  .picture {
    position: relative;
    display: flex;
    container-type: size;
  }
  .picture > dd-scene {
    flex: 1;
    min-width: 0;
  }
  .picture > dd-words {
    flex: none;
    box-sizing: border-box;
    width: clamp(15rem, 24%, 22rem);
    border-left: 1px solid var(--line);
  }
  @container (max-width: 760px) {
    .picture > dd-scene {
      position: absolute;
      inset: 0 0 7.5rem;
    }
    .picture > dd-words {
      position: absolute;
      inset: auto 0 0;
      width: auto;
      height: 7.5rem;
      border-left: 0;
      border-top: 1px solid var(--line);
    }
  }
  .machine {
    flex: 1;
    min-width: 0;
    display: flex;
    flex-direction: column;
  }
  .wide .lesson {
    flex: none;
    width: var(--lesson-share);
    min-width: 300px;
  }
  .wide .scene {
    flex: none;
    height: var(--scene-share);
  }
  .terminal {
    flex: 1;
  }
  .narrow .parts {
    flex-direction: column;
  }
  .narrow section {
    flex: 1;
  }
  .narrow.with-lesson .machine {
    flex: 0 1 auto;
  }
  .narrow .machine:has(> section:not([hidden])) {
    flex: 1;
    min-height: 0;
  }
  .failure {
    padding: var(--space-5);
  }

  .last-line {
    flex: none;
    justify-content: start;
    min-height: 40px;
    padding: 0 var(--space-4);
    border: 0;
    border-top: 1px solid var(--line);
    border-radius: 0;
    background: var(--screen);
    color: var(--screen-ink);
    overflow: hidden;
  }
  .last-line code {
    overflow: hidden;
    white-space: pre;
    text-overflow: ellipsis;
    font-size: var(--size-note);
  }
  .quietly {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
