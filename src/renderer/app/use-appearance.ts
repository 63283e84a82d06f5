import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';

/** Puts language, theme and density of the settings on the document. */
export function useAppearance(): void {
  const { language, theme, density } = useSettings();
  const { i18n } = useTranslation();
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.lang = language;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.density = density;
    void i18n.changeLanguage(language);
  }, [language, theme, density, i18n]);
}
