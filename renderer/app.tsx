import { Center, DirectionProvider, Loader, MantineProvider, useDirection } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Settings } from '../shared/console/settings.ts';
import { directionOf, languageOf, speak, words } from './locales/index.ts';
import { Shell } from './screens/shell.tsx';
import { followConsole, useConsole } from './stores/console.ts';
import { sayNativeWords } from './stores/native-words.ts';
import { openPath } from './stores/open-path.ts';
import { takeEnded } from './stores/take-ended.ts';
import { cssVariables, theme } from './theme.ts';

/** Of the page, for styles that the component library makes while it runs. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

/** The console in a window. */
export function App(): ReactElement {
  const settings = useConsole(({ console }) => console?.settings);
  useEffect(() => followConsole(openPath, takeEnded), []);
  const scheme = settings?.theme === undefined || settings.theme === 'system' ? 'auto' : settings.theme;
  return (
    <DirectionProvider initialDirection="ltr" detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        {...(scheme === 'auto' ? {} : { forceColorScheme: scheme })}
        getStyleNonce={styleNonce}
      >
        <I18nextProvider i18n={words}>
          {settings ? <Spoken settings={settings} /> : <Waiting />}
        </I18nextProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

/** The interface in the person's language; the words of a language are loaded when it is chosen. */
function Spoken({ settings }: { settings: Settings }): ReactElement {
  const { setDirection } = useDirection();
  const language = languageOf(settings.language);
  const [spoken, setSpoken] = useState<string>();
  useEffect(() => {
    void speak(language).then(() => {
      document.documentElement.lang = language;
      setDirection(directionOf());
      document.title = words.t('app.title');
      setSpoken(language);
      sayNativeWords();
    });
  }, [language, setDirection]);
  return spoken === undefined ? <Waiting /> : <Shell />;
}

function Waiting(): ReactElement {
  return (
    <Center mih="100vh" component="main">
      <Loader aria-label="Rollcall" />
    </Center>
  );
}
