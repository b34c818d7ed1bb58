import { Component, input, output } from '@angular/core';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';

/** One thing that can be chosen. */
export interface Choice {
  value: string;
  label: string;
}

/** One of several values, or none. The browser's own list, which every keyboard and telephone knows. */
@Component({
  selector: 'twl-choice-field',
  imports: [MatFormField, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <select matNativeControl #field [value]="value() ?? ''" (change)="chosen.emit(field.value || undefined)">
        @if (any()) {
          <option value="" [selected]="!value()">{{ any() }}</option>
        }
        @for (choice of choices(); track choice.value) {
          <option [value]="choice.value" [selected]="choice.value === value()">{{ choice.label }}</option>
        }
      </select>
    </mat-form-field>
  `,
  styleUrl: './field.scss',
})
export class ChoiceField {
  readonly label = input.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  readonly value = input<string>();
  /** What no choice is called; without it there is always one. */
  readonly any = input('Any');
  readonly chosen = output<string | undefined>();
}
