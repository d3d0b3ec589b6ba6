import { practiceConnection } from '../../../shared/console/connection.ts';
import { useConsole } from '../../stores/console.ts';

/** Whether the way on is open with a server of the school's, so that it is the one thing to do. */
export function usePassedServer(): boolean {
  return useConsole(
    ({ console }) => console?.line.checked === true && console.line.connection !== practiceConnection,
  );
}
