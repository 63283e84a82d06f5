import { ArrowLeftRight, Check, ChevronDown, LogOut } from 'lucide-react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SettingsChange } from '../../contract/index.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../words/languages.ts';
import { useSettings } from '../lib/live.tsx';
import { useShortcut } from '../lib/shortcuts.tsx';
import { useStaff } from '../lib/staff.tsx';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';

const HAND_OVER_KEY = 'Ctrl+Shift+L';

/** Who is signed in, and what a person changes in passing: who, language, theme. */
export function UserMenu() {
  const { t } = useTranslation('console');
  const { name, roles } = useStaff();
  const { language, theme } = useSettings();
  const { session, settings } = window.lockdesk;
  const handOver = () => void session.handOver();
  useShortcut(HAND_OVER_KEY, handOver);
  const role = roles.map((one) => t(`shell.role.${one}`)).join(' ');
  const change = (one: SettingsChange) => void settings.change(one);
  return (
    <MenuTrigger>
      <Button className="user">
        <span className="user__face" aria-hidden="true">
          {name.charAt(0)}
        </span>
        <span>{name}</span>
        <span className="quiet">{role}</span>
        <span className="sr-only">{t('shell.user_menu')}</span>
        <Icon of={ChevronDown} />
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="menu">
          <MenuItem className="menu__item" onAction={handOver} textValue={t('shell.hand_over')}>
            <Icon of={ArrowLeftRight} />
            <span>{t('shell.hand_over')}</span>
            <span className="menu__note">
              <Kbd>{HAND_OVER_KEY}</Kbd>
            </span>
          </MenuItem>
          <MenuItem className="menu__item" onAction={() => void session.signOut()} textValue={t('shell.sign_out')}>
            <Icon of={LogOut} />
            <span>{t('shell.sign_out')}</span>
          </MenuItem>
          <Separator className="menu__line" />
          <MenuSection selectionMode="single" selectedKeys={[language]} aria-label={t('shell.language')}>
            <Header className="menu__head">{t('shell.language')}</Header>
            {LANGUAGES.map((one) => (
              <Tick key={one} id={one} label={LANGUAGE_NAMES[one]} onAction={() => change({ language: one })} />
            ))}
          </MenuSection>
          <MenuSection selectionMode="single" selectedKeys={[theme]} aria-label={t('shell.theme')}>
            <Header className="menu__head">{t('shell.theme')}</Header>
            {(['system', 'light', 'dark'] as const).map((one) => (
              <Tick key={one} id={one} label={t(`settings.theme_of.${one}`)} onAction={() => change({ theme: one })} />
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Tick({ id, label, onAction }: { id: string; label: string; onAction: () => void }) {
  return (
    <MenuItem className="menu__item" id={id} textValue={label} onAction={onAction}>
      <Icon of={Check} className="menu__tick" />
      <span>{label}</span>
    </MenuItem>
  );
}
