import { useNavigate, useSearch } from '@tanstack/react-router';
import { ClipboardCheck, UserLock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHasRole } from '../lib/staff.tsx';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { LedgerSearch } from './filters.ts';
import { Ledger } from './ledger.tsx';

/** The ledger for supervisors and auditors; with `own`, what a clerk did themself. */
export function LedgerScreen({ own = false }: { own?: boolean }) {
  const allowed = useHasRole(...(own ? (['clerk'] as const) : (['supervisor', 'auditor'] as const)));
  const search = LedgerSearch.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  if (!allowed) return <NotAllowed />;
  return (
    <Ledger
      own={own}
      search={search}
      onSearch={(change) =>
        // Choosing an entry is no step that going back should undo one by one.
        void navigate({ to: '.', search: { ...search, ...change }, replace: true })
      }
    />
  );
}

function NotAllowed() {
  const { t } = useTranslation('ledger');
  const clerk = useHasRole('clerk');
  const navigate = useNavigate();
  return (
    <main className="sheet">
      <h1 className="sr-only">{t('title')}</h1>
      <section className="pane" aria-label={t('title')}>
        <Blank
          icon={UserLock}
          title={t('no_permission.title')}
          action={
            clerk && (
              <Button icon={ClipboardCheck} onPress={() => void navigate({ to: '/mine' })}>
                {t('no_permission.to_mine')}
              </Button>
            )
          }
        >
          {clerk ? t('no_permission.clerk') : t('no_permission.other')}
        </Blank>
      </section>
    </main>
  );
}
