import { useTranslation } from 'react-i18next';
import { ACCESS_VERDICTS, RIGHT_NAMES, ROLES } from '../../contract/index.ts';

const known = <const T extends string>(all: readonly T[], value: string): T | undefined =>
  all.find((one) => one === value);

/** Roles, rights and verdicts in words; what a newer API names and this console does not know, as it was written. */
export function useAccessWords() {
  const { t } = useTranslation(['access', 'console']);
  return {
    role(value: string): string {
      const role = known(ROLES, value);
      return role === undefined ? value : t(`console:shell.role.${role}`);
    },
    right(value: string): string {
      const right = known(RIGHT_NAMES, value);
      return right === undefined ? value : t(`access:right.${right}`);
    },
    verdict(value: string): string {
      const verdict = known(ACCESS_VERDICTS, value);
      return verdict === undefined ? value : t(`access:verdict_of.${verdict}`);
    },
  };
}
