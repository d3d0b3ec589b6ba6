import { useTranslation } from 'react-i18next';
import type { Session } from '../../../shared/monitor/reading.ts';
import { isolated } from '../../components/error-words.ts';

/** Types of waiting that there are words for; the manual, "Wait Event Types", has them all. */
const known = ['Lock', 'LWLock', 'IO', 'IPC', 'Client', 'BufferPin', 'Timeout', 'Extension', 'Activity'];

/** A session in the person's language. */
export function useSessionWords() {
  const { t } = useTranslation();
  return {
    who: ({ user, application }: Session) =>
      [application, user ?? ''].filter(Boolean).map(isolated).join(' · ') || t('monitor.nobody'),
    state: (session: Session) => t(`monitor.state.${session.visible ? session.state : 'hidden'}`),
    /** Nothing for who waits for its application: that is what being idle means. */
    wait: (session: Session) => {
      if (!session.visible || session.wait === undefined || session.state !== 'active') return '';
      const { type } = session.wait;
      return known.includes(type) ? t(`monitor.wait.${type}`) : type;
    },
  };
}
