import { css } from 'lit';

/** The reader’s own colours: shapes and lines tell the kinds apart. */
export const forcedColors = css`
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
