/**
 * How the embedded server is set up, given anew at each start. `fsync` and `synchronous_commit` stay on: a school's
 * only copy may live here.
 */
export function serverSettings(): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '50',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // Nobody replicates from this server; without that, loading a new table needn't be logged.
    wal_level: 'minimal',
    max_wal_senders: '0',
    // Loading a school year must not be held up by checkpoints.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    shared_preload_libraries: 'pg_stat_statements',
    ...sharedMemory(),
  };
}

/**
 * Parallel workers meet in memory set aside at the start: /dev/shm has 64 MB in a container, and systemd empties it
 * when an ordinary user logs out (PostgreSQL's manual, 18.4.2 "systemd RemoveIPC").
 */
function sharedMemory(): Record<string, string> {
  if (process.platform === 'win32') return {};
  return { min_dynamic_shared_memory: '64MB', dynamic_shared_memory_type: 'mmap' };
}
