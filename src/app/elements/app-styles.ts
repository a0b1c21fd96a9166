import { css } from 'lit';

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    overflow: hidden;
    color: var(--ink);
  }
  /* The room of what is drawn later. */
  header {
    box-sizing: border-box;
    min-height: 45px;
    background: var(--raised);
  }
  /* Where it was before the page was drawn around it. */
  ::slotted(.first) {
    margin-top: -45px;
  }
  .missing {
    margin: 0;
    padding: var(--space-2) var(--space-3);
    background: var(--raised);
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
