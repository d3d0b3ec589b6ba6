import { safeStorage } from 'electron';
import type { Keychain } from '../console/host.ts';

/**
 * The system's keychain. Undefined where there is none: on Linux without a keyring Chromium would fall back on a
 * password that everybody knows, which hides nothing.
 */
export async function openKeychain(): Promise<Keychain | undefined> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
    return undefined;
  }
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
  return {
    seal: async (secret) => (await safeStorage.encryptStringAsync(secret)).toString('base64'),
    open: async (sealed) => {
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
      } catch {
        // Sealed by another account, or before the keychain was made anew: it has to be entered again.
        return undefined;
      }
    },
  };
}
