/**
 * The product's colours: grey and one blue. `danger` means "people will go without", `warning` means "act today"; nothing else is red or amber.
 * Set on the document as CSS variables (`--danger`, `--surface-raised`, …) and given to Ant Design and the charts, so that each colour stands once.
 * Every text colour reaches 4.5:1 on `ground` and `surface` of its own theme (WCAG 2.2 AA).
 */
export type ThemeName = 'light' | 'dark';

export interface Colours {
  /** behind everything */
  ground: string;
  /** cards, tables, forms */
  surface: string;
  /** heads of tables, hovered rows */
  surfaceSunken: string;
  /** menus and drawers */
  surfaceRaised: string;
  line: string;
  /** outlines of what can be typed into or pressed: 3:1 */
  lineStrong: string;
  text: string;
  textMuted: string;
  accent: string;
  accentHover: string;
  /** behind the chosen entry */
  accentSoft: string;
  onAccent: string;
  danger: string;
  dangerSoft: string;
  warning: string;
  warningSoft: string;
  /** bars and curves that need no attention */
  neutral: string;
  neutralSoft: string;
  /** five steps from little to much, for maps */
  scale1: string;
  scale2: string;
  scale3: string;
  scale4: string;
  scale5: string;
  /** nothing recorded */
  empty: string;
  /** a whole county in red or amber, light enough for its label */
  mapDanger: string;
  mapWarning: string;
  /** around letters on a map */
  halo: string;
}

export const themes: Record<ThemeName, Colours> = {
  light: {
    ground: '#f4f6f8',
    surface: '#ffffff',
    surfaceSunken: '#f7f9fa',
    surfaceRaised: '#ffffff',
    line: '#e2e7ec',
    lineStrong: '#8a96a3',
    text: '#18212b',
    textMuted: '#56626f',
    accent: '#1b5fb8',
    accentHover: '#154d97',
    accentSoft: '#e8f0fa',
    onAccent: '#ffffff',
    danger: '#b91c1c',
    dangerSoft: '#fbe9e8',
    warning: '#8f5400',
    warningSoft: '#fbf0dc',
    neutral: '#9fb3c8',
    neutralSoft: '#e9eef3',
    scale1: '#e6eff9',
    scale2: '#c8dcf2',
    scale3: '#a3c4e9',
    scale4: '#78a8dc',
    scale5: '#4f8dcd',
    empty: '#eceff2',
    mapDanger: '#f1bdb9',
    mapWarning: '#f3d9a6',
    halo: 'rgb(255 255 255 / 82%)',
  },
  dark: {
    ground: '#10151b',
    surface: '#171e26',
    surfaceSunken: '#1c242e',
    surfaceRaised: '#202a35',
    line: '#2a3541',
    lineStrong: '#687685',
    text: '#e6ebf0',
    textMuted: '#9dabb9',
    accent: '#6aa6ee',
    accentHover: '#8dbcf4',
    accentSoft: '#1c2f47',
    onAccent: '#0c1622',
    danger: '#ff8078',
    dangerSoft: '#3d1d1e',
    warning: '#e5ab4f',
    warningSoft: '#392a12',
    neutral: '#5e7389',
    neutralSoft: '#26313c',
    scale1: '#1d2c3d',
    scale2: '#25456b',
    scale3: '#2d5b8e',
    scale4: '#3b74b0',
    scale5: '#5592d3',
    empty: '#222b35',
    mapDanger: '#6d2b2c',
    mapWarning: '#60461b',
    halo: 'rgb(16 21 27 / 78%)',
  },
};

/** 'surfaceRaised' → '--surface-raised' */
export function variableOf(name: string): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
