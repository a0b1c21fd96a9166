import MarkdownIt from 'markdown-it';
import type { Lesson, LessonSummary, Text } from './lesson.ts';

/*
 * Done when the page is built, so that the page has no Markdown parser. HTML in a lesson's Markdown is shown as text:
 * a lesson can't bring a script.
 */

const markdown = new MarkdownIt({ html: false, typographer: false });

const rendered = (text: Text) => markdown.render(text).trim();
/** Without the paragraph around it, for a button's or an item's words. */
const inline = (text: Text) => markdown.renderInline(text).trim();

/** The lesson with every Text as HTML. */
export function compileLesson(lesson: Lesson): Lesson {
  return {
    ...lesson,
    intro: rendered(lesson.intro),
    steps: lesson.steps.map((step) => ({
      ...step,
      title: inline(step.title),
      blocks: step.blocks.map((block) => (block.kind === 'prose' ? { ...block, text: rendered(block.text) } : block)),
      hints: step.hints.map(rendered),
      explain: step.explain.map((each) => ({ ...each, text: rendered(each.text) })),
      ...(step.predict && {
        predict: {
          ...step.predict,
          question: rendered(step.predict.question),
          options: step.predict.options.map((option) => ({ ...option, text: inline(option.text) })),
        },
      }),
    })),
  };
}

/** What the list needs. */
export function summaryOf({ title, part, summary, minutes, images, teaches }: Lesson): LessonSummary {
  return { title, ...(part !== undefined && { part }), summary, minutes, images, teaches };
}
