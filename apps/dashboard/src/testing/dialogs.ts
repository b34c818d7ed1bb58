/** Types into the field with this label. */
export const fill = (label: string, text: string): void => {
  const field = [...document.querySelectorAll('dialog mat-form-field')].find((each) => each.textContent?.includes(label));
  const input = field?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  if (!input) throw new Error(`there is no field ${label}`);
  input.value = text;
  input.dispatchEvent(new Event('input'));
};

/** Clicks the button with this label. */
export const click = (name: string, within: ParentNode = document): void => {
  const called = (button: Element): string => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? '';
  const button = [...within.querySelectorAll('button')].find((each) => called(each) === name);
  if (!button) throw new Error(`there is no button ${name}`);
  button.click();
};
