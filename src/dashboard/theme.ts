import {
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { commonTexts } from './texts/en/common.ts';

/** The one accent, a deep blue-green: what hangs on a goal. */
const teal: MantineColorsTuple = [
  '#e8f3f3',
  '#d3e7e8',
  '#a6cfd1',
  '#79b7ba',
  '#4f9da1',
  '#2c8187',
  '#166970',
  '#0b545a',
  '#084449',
  '#053539',
];

/** Warm greys: Mantine's own are cold beside the paper. */
const gray: MantineColorsTuple = [
  '#f7f4ee',
  '#f2efe8',
  '#e8e3d8',
  '#dcd7cc',
  '#b5afa3',
  '#8a857a',
  '#6b665d',
  '#4f4b44',
  '#35322d',
  '#1c1a17',
];

const dark: MantineColorsTuple = [
  '#f1ede5',
  '#bdb7ab',
  '#a39d92',
  '#827c71',
  '#57534b',
  '#37342f',
  '#201e1b',
  '#161513',
  '#0f0e0d',
  '#0a0909',
];

const systemFonts =
  '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** Buttons in the page's own colours, which change with light and dark. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const own = { border: '1px solid transparent', hover: 'var(--paper-sunk)' };
  switch (input.variant) {
    case 'filled':
      return { ...own, background: 'var(--accent)', hover: 'var(--accent)', color: 'var(--on-accent)' };
    case 'light':
      return { ...own, background: 'var(--accent-soft)', hover: 'var(--accent-soft)', color: 'var(--ink)' };
    case 'subtle':
      return { ...own, background: 'transparent', color: 'var(--ink)' };
    default:
      return defaultVariantColorsResolver(input);
  }
};

export const theme = createTheme({
  variantColorResolver,
  primaryColor: 'teal',
  colors: { teal, gray, dark },
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: systemFonts,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '13px', sm: '13px', md: '15px', lg: '20px', xl: '34px' },
  lineHeights: { xs: '1.4', sm: '1.4', md: '1.5', lg: '1.35', xl: '1.2' },
  spacing: { xs: '8px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '4px', xl: '4px' },
  defaultRadius: 'sm',
  headings: { fontFamily: systemFonts, fontWeight: '600' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default', fw: 500 } },
    Popover: { defaultProps: { transitionProps: { duration: 100 } } },
    Combobox: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': commonTexts.close } } },
    Modal: { defaultProps: { transitionProps: { duration: 100 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
  },
});

/** The same key as `public/color-scheme.js` reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'plumbline-color-scheme' });
