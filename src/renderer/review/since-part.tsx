import { useTranslation } from 'react-i18next';
import type { ReviewDetail } from '../../contract/index.ts';
import { Fact, Part } from '../ledger/entry-facts.tsx';
import { Time } from '../parts/time.tsx';

/** What has happened on the account since the act. */
export function SincePart({ item: { since } }: { item: ReviewDetail }) {
  const { t } = useTranslation('review');
  const { signed_in, new_device_at, phone_changed_at, locked_again_at } = since;
  const nothing = !signed_in && !new_device_at && !phone_changed_at && !locked_again_at;
  return (
    <Part title={t('item.since')} none={nothing && t('item.since_nothing')}>
      <Fact name={t('item.since_signed_in')}>
        {signed_in && (
          <>
            <Time at={signed_in.at} seconds />{' '}
            <span className="quiet">{[signed_in.place, signed_in.device].filter(Boolean).join(' ')}</span>
          </>
        )}
      </Fact>
      <Fact name={t('item.since_device')}>{new_device_at && <Time at={new_device_at} seconds />}</Fact>
      <Fact name={t('item.since_phone')}>{phone_changed_at && <Time at={phone_changed_at} seconds />}</Fact>
      <Fact name={t('item.since_locked')}>{locked_again_at && <Time at={locked_again_at} seconds />}</Fact>
    </Part>
  );
}
