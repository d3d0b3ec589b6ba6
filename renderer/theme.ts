import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The ink of a class register. White is read on its shades from the sixth on. */
const ink: MantineColorsTuple = [
  '#eef3fb',
  '#dde6f6',
  '#b9ccec',
  '#92b0e2',
  '#6f96d8',
  '#4f7bc9',
  '#3b65b4',
  '#2d5299',
  '#274a8c',
  '#1c3768',
];

/** Blue-black rather than grey, so that cards and page belong together. */
const dark: MantineColorsTuple = [
  '#dfe4ec',
  '#b8c1ce',
  '#98a3b3',
  '#6f7a8a',
  '#3a4351',
  '#2f3744',
  '#1a1f27',
  '#161b22',
  '#12161c',
  '#0d1014',
];

const latin = '"Inter Variable", system-ui, "Segoe UI", "Noto Sans"';
const arabic = '"Noto Sans Arabic Variable", "Segoe UI", Tahoma';

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: `${latin}, ${arabic}, sans-serif`,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontFamily: `${latin}, ${arabic}, sans-serif`,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  lineHeights: { md: '1.55' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      // Large text and long words wrap instead of being cut.
      styles: {
        root: { height: 'auto', minHeight: 'var(--button-height)', maxWidth: '100%' },
        label: { whiteSpace: 'normal', height: 'auto', paddingBlock: 6, textAlign: 'start' },
      },
    },
    Accordion: {
      styles: {
        item: {
          backgroundColor: 'var(--mantine-color-body)',
          border: '1px solid var(--mantine-color-default-border)',
        },
      },
    },
    NavLink: { styles: { root: { borderRadius: 'var(--mantine-radius-md)' } } },
    Card: { defaultProps: { withBorder: true, padding: 'lg', radius: 'lg' } },
    // Locking the scroll bar writes a style without the page's nonce.
    Modal: {
      defaultProps: { radius: 'lg', centered: true, lockScroll: false },
      styles: { title: { fontWeight: 650 } },
    },
  },
});

/** Mantine's own soft greys are too faint to read for some; these keep 4.5 to 1 on every surface used here. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#56606f',
    '--mantine-color-placeholder': '#697282',
    '--mantine-color-default-border': '#d3d9e2',
    '--rollcall-page': '#f4f6f9',
    '--rollcall-line': '#e2e7ee',
    '--rollcall-good': '#17694a',
    '--rollcall-good-soft': '#e6f5ee',
    '--rollcall-care': '#7d4e00',
    '--rollcall-care-soft': '#fdf3dd',
    '--rollcall-bad': '#a8201f',
    '--rollcall-bad-soft': '#fdecec',
    '--rollcall-note': '#2d5299',
    '--rollcall-note-soft': '#eef3fb',
    '--rollcall-sqlite': '#b45309',
    '--rollcall-postgres': '#5b7a99',
    '--rollcall-indexed': '#1d4ea0',
  },
  dark: {
    '--mantine-color-body': '#1a1f27',
    '--mantine-color-text': '#dfe4ec',
    '--mantine-color-dimmed': '#a3adbb',
    '--mantine-color-ink-light': '#1d2a42',
    '--mantine-color-ink-light-hover': '#24344f',
    '--mantine-color-ink-light-color': '#c3d3f0',
    '--mantine-color-placeholder': '#929cab',
    '--mantine-color-default': '#222832',
    '--mantine-color-default-hover': '#2a313d',
    '--mantine-color-default-border': '#3a4351',
    '--rollcall-page': '#12161c',
    '--rollcall-line': '#2b323d',
    '--rollcall-good': '#74d3a9',
    '--rollcall-good-soft': '#15302a',
    '--rollcall-care': '#f0c36a',
    '--rollcall-care-soft': '#352a14',
    '--rollcall-bad': '#ff9d98',
    '--rollcall-bad-soft': '#3b1d1f',
    '--rollcall-note': '#a9c1ee',
    '--rollcall-note-soft': '#1d2a42',
    '--rollcall-sqlite': '#f0a35e',
    '--rollcall-postgres': '#8ba3bd',
    '--rollcall-indexed': '#7fb0ff',
  },
});
