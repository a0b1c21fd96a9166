import { escapePattern, unescapePattern } from './pattern.ts';

/** Where the results of expansions go. */
export interface Sink {
  /** Text in quotes. */
  quoted(text: string): void;
  /** Text as written, unquoted: never split. */
  literal(text: string): void;
  /** What an unquoted expansion gave. */
  expanded(text: string): void;
  /** Between two elements of `$@` or an array: `joiner` stands there where fields are not made. */
  next(joiner: string): void;
}

/** A field: its text, and the pattern that it is if nothing in it had been expanded away. */
export interface Field {
  readonly text: string;
  readonly pattern: string;
}

/** Makes fields: splits what was expanded by IFS, keeps apart what is quoted. */
export class FieldSink implements Sink {
  readonly fields: Field[] = [];
  private text = '';
  private pattern = '';
  private open = false;
  /** What the last field was ended by: blanks may be followed by one other separator. */
  private ended: 'blank' | 'separator' | undefined;

  constructor(private readonly ifs: string) {}

  quoted(text: string): void {
    this.open = true;
    this.text += text;
    this.pattern += escapePattern(text);
  }

  literal(text: string): void {
    this.open = true;
    this.text += text;
    this.pattern += text;
  }

  expanded(text: string): void {
    const { ifs } = this;
    if (ifs === '') {
      if (text !== '') this.unquoted(text);
      return;
    }
    let run = 0;
    for (let i = 0; i < text.length; i++) {
      const letter = text[i]!;
      if (!ifs.includes(letter)) continue;
      if (i > run) this.unquoted(text.slice(run, i));
      run = i + 1;
      if (letter === ' ' || letter === '\t' || letter === '\n') {
        if (this.open) this.close('blank');
      } else if (this.open) this.close('separator');
      else if (this.ended === 'blank') this.ended = 'separator';
      else {
        this.open = true;
        this.close('separator');
      }
    }
    if (run < text.length) this.unquoted(text.slice(run));
  }

  next(): void {
    if (this.open) this.close('separator');
    this.ended = undefined;
  }

  finish(): readonly Field[] {
    if (this.open) this.close('separator');
    return this.fields;
  }

  private unquoted(text: string): void {
    this.open = true;
    this.text += text;
    this.pattern += text.replaceAll('\\', '\\\\');
  }

  private close(by: 'blank' | 'separator'): void {
    this.fields.push({ text: this.text, pattern: this.pattern });
    this.text = '';
    this.pattern = '';
    this.open = false;
    this.ended = by;
  }
}

/** One text: assignments, `case`, here-strings. */
export class TextSink implements Sink {
  text = '';

  quoted(text: string): void {
    this.text += text;
  }

  literal(text: string): void {
    this.text += text;
  }

  expanded(text: string): void {
    this.text += text;
  }

  next(joiner: string): void {
    this.text += joiner;
  }
}

/** One pattern, in which quoted text stands for itself. */
export class PatternSink implements Sink {
  pattern = '';

  quoted(text: string): void {
    this.pattern += escapePattern(text);
  }

  literal(text: string): void {
    this.pattern += text;
  }

  expanded(text: string): void {
    this.pattern += text;
  }

  next(joiner: string): void {
    this.pattern += joiner;
  }
}

/** An extended regular expression, in which quoted text stands for itself. */
export class RegexSink implements Sink {
  source = '';

  quoted(text: string): void {
    this.source += text.replace(/[\\^$.[\]|()?*+{}]/g, '\\$&');
  }

  literal(text: string): void {
    this.source += text;
  }

  expanded(text: string): void {
    this.source += text;
  }

  next(joiner: string): void {
    this.source += joiner;
  }
}

/** The text of a pattern that matched nothing. */
export function patternText(pattern: string): string {
  return unescapePattern(pattern);
}
