import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconHammer, IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndexChange } from '../../../shared/index-change.ts';
import type { LiveIndex } from '../../../shared/indexes.ts';

export interface IndexActions {
  readonly isBusy: boolean;
  readonly change: (wanted: IndexChange) => void;
  /** Asks first. */
  readonly drop: (index: LiveIndex) => void;
}

/** What may be done with an index that is there. */
export function IndexMenu({
  index,
  isBusy,
  change,
  drop,
}: IndexActions & { readonly index: LiveIndex }): ReactElement {
  const { t } = useTranslation();
  const { name } = index;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t('indexes.more', { name })}>
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={isBusy}
          leftSection={<IconHammer size={16} aria-hidden="true" />}
          onClick={() => change({ kind: 'rebuild', name })}
        >
          {t('indexes.do.rebuild')}
        </Menu.Item>
        <Menu.Item
          disabled={isBusy}
          leftSection={<IconTrash size={16} aria-hidden="true" />}
          onClick={() => drop(index)}
        >
          {t('indexes.do.drop')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
