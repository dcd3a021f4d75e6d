import type { Context } from 'hono';
import type { Control } from '../control/control.js';
import type { Language } from '../pages/language.js';
import type { Place } from './addresses.js';

/** A browser that has given the API key of an account. */
export interface Visit {
  /** The control of its account alone. */
  control: Control;
  apiKey: string;
  /** What its forms carry, and no other site knows. */
  formToken: string;
  isFormToken(given: string | null): boolean;
}

/** Lets a browser see one account, after its API key was given. */
export interface Gate {
  /** The visit of a browser; undefined: it has to give an API key first. */
  visit(context: Context): Promise<Visit | undefined>;
  /** The page that asks for the API key, and then shows the place. */
  ask(context: Context, asked: { place: Place; language: Language }): Promise<Response>;
}
