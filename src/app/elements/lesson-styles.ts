import { css } from 'lit';

export const lessonStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--sheet);
  }
  header {
    padding: var(--space-4) var(--space-5) 0;
  }
  .trail {
    margin: 0;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  h1 {
    margin: var(--space-1) 0 var(--space-3);
    font-size: var(--size-title);
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  .steps {
    display: flex;
    gap: var(--space-1);
    list-style: none;
    margin: 0;
    padding: 0 0 var(--space-3);
    border-bottom: 1px solid var(--line);
  }
  .steps button {
    padding: 0;
    min-width: 28px;
    font-variant-numeric: tabular-nums;
  }
  .steps button[aria-current] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .steps .done {
    color: var(--good);
    border-color: var(--good);
  }
  .page {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: var(--space-4) var(--space-5) var(--space-5);
    overflow-wrap: break-word;
  }
  .column {
    max-width: 66ch;
  }
  h2 {
    margin: 0 0 var(--space-3);
    font-size: var(--size-lead);
    line-height: 1.3;
  }
  h2:focus {
    outline: none;
  }
  h3 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-note);
    font-weight: 650;
    color: var(--ink-soft);
  }
  p,
  .prose ul {
    margin: 0 0 var(--space-3);
  }
  .prose :is(ul, ol) {
    padding-left: 1.3em;
  }
  .prose li {
    margin-bottom: var(--space-1);
  }
  .prose code,
  .option code {
    padding: 0.08em 0.3em;
    border-radius: 3px;
    background: var(--image-tint);
  }

  .console {
    margin: 0 0 var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--screen);
    overflow: hidden;
  }
  .command {
    display: flex;
    gap: var(--space-2);
    align-items: start;
    padding: var(--space-2);
    padding-left: var(--space-3);
  }
  .command + .command,
  .console details + .command {
    border-top: 1px solid var(--line);
  }
  .command pre {
    flex: 1;
    min-width: 0;
    margin: 0;
    padding-top: 4px;
    font: var(--size-note) / 1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .command pre::before {
    content: "$ ";
    color: var(--ink-soft);
  }
  summary {
    min-height: 24px;
    display: flex;
    align-items: center;
    gap: 5px;
    cursor: pointer;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  summary::before {
    content: "";
    width: 0;
    border: 4px solid transparent;
    border-left-color: currentColor;
    border-right-width: 0;
    transition: rotate var(--quick);
  }
  details[open] > summary::before {
    rotate: 90deg;
  }
  .console details {
    padding: 0 var(--space-3) var(--space-1);
  }
  .console details pre {
    margin: 0 0 var(--space-2);
    max-height: 16rem;
    overflow: auto;
    font: var(--size-small) / 1.5 var(--mono);
    color: var(--ink-soft);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .part {
    margin: var(--space-4) 0;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--round);
  }
  .part > :last-child,
  .part .prose > :last-child {
    margin-bottom: 0;
  }
  fieldset {
    min-width: 0;
  }
  fieldset h3 {
    padding: 0;
  }
  legend {
    float: left;
    width: 100%;
    padding: 0;
    font-weight: 600;
  }
  legend p {
    margin-bottom: var(--space-2);
  }
  .option {
    clear: both;
    display: flex;
    gap: var(--space-2);
    align-items: start;
    min-height: 24px;
    padding: var(--space-1) 0;
    cursor: pointer;
  }
  .option input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 3px 0 0;
    accent-color: var(--accent);
  }
  .how {
    clear: both;
    margin: 0;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  .option.true {
    font-weight: 600;
    color: var(--good);
  }
  .verdict {
    clear: both;
    margin: var(--space-2) 0 0;
    font-weight: 600;
  }
  .verdict:empty {
    margin: 0;
  }
  .verdict.next {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    font-weight: normal;
    color: var(--ink-soft);
  }
  .goals {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .goals li {
    display: grid;
    grid-template-columns: 20px 1fr;
    gap: 0 var(--space-2);
    padding: 3px 0;
    overflow-wrap: anywhere;
  }
  .goals svg {
    margin-top: 2px;
    color: var(--edge);
  }
  .goals .met {
    color: var(--good);
  }
  .goals .met svg {
    color: var(--good);
  }
  .goals .seen {
    grid-column: 2;
    color: var(--ink-soft);
    font-size: var(--size-note);
  }
  .explain {
    border-left: 4px solid var(--good);
    animation: rise var(--calm) var(--ease);
  }
  .explain.early {
    border-left-color: var(--accent);
  }
  .asks {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .note {
    margin: var(--space-2) 0 0;
    font-size: var(--size-note);
    color: var(--ink-soft);
  }
  .asks:empty {
    display: none;
  }
  .shown:focus {
    outline: none;
  }
  .hint {
    border-left: 4px solid var(--folder);
  }
  footer {
    display: flex;
    gap: var(--space-2);
    padding: var(--space-2) var(--space-5);
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  footer .space {
    flex: 1;
  }
  .quietly {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .explain {
      animation: none;
    }
  }
`;
