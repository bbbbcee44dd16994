// Owns which view of the page of sign-in is seen. Refuses to show two at once.

import { find } from '../elements.ts';
import { clearFaults } from './forms.ts';
import { doorWords, type DoorView, type Said } from './door-words.ts';

/**
 * Show a view and say its sentence; whoever listens is told, and whoever types is where the view begins.
 *
 * @param said - Words for this once, in place of the view's own.
 */
export function showView(view: DoorView, said: Partial<Said> = {}): void {
  const door = find('#door', HTMLElement);
  const isFirst = door.dataset['view'] === 'waiting';
  door.dataset['view'] = view;
  const { sentence, explanation } = { ...doorWords[view], ...said };
  const heading = find('#sentence', HTMLElement);
  heading.textContent = sentence;
  find('#explanation', HTMLElement).textContent = explanation;
  for (const section of door.querySelectorAll<HTMLElement>('.view')) section.hidden = section.dataset['view'] !== view;
  door.querySelectorAll('form').forEach(clearFaults);
  // The browser itself begins at the top of a page that has just come.
  if (!isFirst) heading.focus();
}

/** Buttons that lead from view to view; an address that was typed goes along. */
export function listenToTurns(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-to]')) {
    button.addEventListener('click', () => {
      const typed = button.closest('.view')?.querySelector<HTMLInputElement>('input[type="email"]')?.value ?? '';
      showView(button.dataset['to'] as DoorView);
      const field = document.querySelector<HTMLInputElement>('.view:not([hidden]) input[type="email"]');
      if (field && typed !== '') field.value = typed;
    });
  }
}
