import { theme as antdTheme, ConfigProvider, type ThemeConfig } from 'antd';
import type { Locale } from 'antd/es/locale';
import chinese from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Language } from '#contracts/errors.ts';
import { useLanguage } from './language.ts';
import { usePhone } from './screen.ts';
import { chooseTheme, currentTheme, onTheme, themeChoice } from './theme-store.ts';
import { type Colours, type ThemeName, themes } from './tokens.ts';

export function useTheme() {
  const name = useSyncExternalStore(onTheme, currentTheme);
  const choice = useSyncExternalStore(onTheme, themeChoice);
  return { name, choice, colours: themes[name], choose: chooseTheme };
}

/** Ant Design in the product's colours and language. The nonce lets its styles through the content security policy. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { name } = useTheme();
  const { language } = useLanguage();
  const phone = usePhone();
  const locale = useLocale(language);
  const config = useMemo(() => configOf(name, themes[name], phone), [name, phone]);
  const csp = useMemo(
    () => ({ nonce: document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '' }),
    [],
  );
  return (
    <ConfigProvider theme={config} locale={locale} csp={csp} componentSize="medium" button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

/** On a telephone every control is 48 px high, and its letters so large that the browser does not zoom into it. */
function configOf(name: ThemeName, colours: Colours, phone: boolean): ThemeConfig {
  return {
    algorithm: name === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    hashed: false,
    token: {
      colorPrimary: colours.accent,
      colorInfo: colours.accent,
      // hovered words keep their contrast: what is derived from the accent would be too light
      colorPrimaryHover: colours.accentHover,
      colorLinkHover: colours.accentHover,
      colorLink: colours.accent,
      colorError: colours.danger,
      colorWarning: colours.warning,
      colorSuccess: colours.accent,
      colorText: colours.text,
      colorTextSecondary: colours.textMuted,
      colorTextTertiary: colours.textMuted,
      colorTextPlaceholder: colours.textMuted,
      colorTextLightSolid: colours.onAccent,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.surfaceRaised,
      colorBorder: colours.lineStrong,
      colorBorderSecondary: colours.line,
      fontFamily: 'var(--font-text)',
      fontSize: phone ? 16 : 14,
      borderRadius: 4,
      controlHeight: phone ? 48 : 32,
      controlHeightLG: phone ? 48 : 40,
      controlHeightSM: phone ? 40 : 24,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? { motion: false } : {}),
    },
    components: {
      DatePicker: { colorTextDisabled: colours.textMuted },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}

function useLocale(language: Language): Locale {
  const [english, setEnglish] = useState<Locale | null>(null);
  useEffect(() => {
    if (language === 'en' && english === null)
      void import('antd/locale/en_US').then((loaded) => setEnglish(loaded.default));
  }, [language, english]);
  return language === 'en' && english !== null ? english : chinese;
}
