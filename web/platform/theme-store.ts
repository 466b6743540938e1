/** Light or dark: the system's choice until the user makes one. */
import { type Colours, type ThemeName, themes, variableOf } from './tokens.ts';

export type ThemeChoice = ThemeName | 'system';

const KEY = 'baogong.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = read();

function read(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function themeChoice(): ThemeChoice {
  return choice;
}

export function currentTheme(): ThemeName {
  if (choice !== 'system') return choice;
  return system.matches ? 'dark' : 'light';
}

export function currentColours(): Colours {
  return themes[currentTheme()];
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // kept for this visit only
  }
  changed();
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  applyTheme();
  for (const listener of listeners) listener();
}

/** Sets the CSS variables. Through the object model, which the content security policy allows. */
export function applyTheme(): void {
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(currentColours())) root.style.setProperty(variableOf(name), colour);
  root.dataset.theme = currentTheme();
  root.style.colorScheme = currentTheme();
}

system.addEventListener('change', changed);
