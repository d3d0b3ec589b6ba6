import { showControls } from './show-controls.ts';

/** A piece of HTML that is safe to put into a page as it is. Only `html` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Slot = Markup | readonly Markup[] | string | number;

/** Template tag: whatever is put into a slot is escaped, unless it is markup already. */
export function html(parts: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  const text = parts.map((part, i) => {
    const slot = slots[i];
    return slot === undefined ? part : part + render(slot);
  });
  return new Markup(text.join(''));
}

export const nothing = html``;

function render(slot: Slot): string {
  if (slot instanceof Markup) return slot.text;
  if (typeof slot === 'string' || typeof slot === 'number') return escapeHtml(String(slot));
  return slot.map((markup) => markup.text).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return showControls(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
