import { Anchor, Group } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { type Link, links } from '../../shared/console/channels.ts';
import { ask } from '../api/console.ts';
import { useConsole } from '../stores/console.ts';

/** To one of the few pages of the network that the console sends people to; the window itself goes nowhere. */
export function OutsideLink({ link, children }: { link: Link; children: ReactNode }): ReactElement {
  const door = useConsole(({ console }) => console?.door);
  const open = (event: MouseEvent) => {
    if (door !== 'desktop') return;
    event.preventDefault();
    void ask('links.open', { link });
  };
  return (
    <Anchor href={links[link]} target="_blank" rel="noreferrer" size="sm" onClick={open}>
      <Group component="span" gap={6} display="inline-flex">
        {children}
        <IconExternalLink size={14} className="mirrored" aria-hidden="true" />
      </Group>
    </Anchor>
  );
}
