/** Files written so that a power cut leaves the old or the new one, and a file destroyed. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was renamed or removed in the folder survives a power cut from here on. @returns whether that is certain */
export async function syncFolder(folder: string): Promise<boolean> {
  if (process.platform === 'win32') return true; // NTFS journals a rename; a folder cannot be opened there
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
    return true;
  } catch {
    return false; // the caller keeps what the old file needs
  }
}

/**
 * Replaces the file as a whole: temporary file (0600), fsync, rename, fsync of the folder.
 * @returns whether it is certain that the new file survives a power cut. Throws when the old one is still in place.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<boolean> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await using handle = await open(temporary, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return syncFolder(dirname(path));
}

/** Which file was read, to be sure that the very same one is destroyed. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
}

export async function identityOf(handle: FileHandle): Promise<FileIdentity> {
  const { dev, ino, size } = await handle.stat({ bigint: true });
  return { device: dev, inode: ino, size };
}

/**
 * Overwrites the file once with random bytes, fsyncs, cuts it to nothing and unlinks it. On SSDs and on file systems
 * that copy or journal, old blocks may survive: best effort.
 * @returns false when it is not (or no longer) the plain file that was read, or the system refused
 */
export async function shredFile(path: string, identity: FileIdentity): Promise<boolean> {
  try {
    if (!(await lstat(path)).isFile()) return false; // a link: the name is not the file
    {
      await using handle = await open(path, 'r+');
      const now = await identityOf(handle);
      if (now.inode !== identity.inode || now.device !== identity.device || now.size !== identity.size) return false;
      await handle.write(randomBytes(Number(now.size)), 0, Number(now.size), 0);
      await handle.sync();
      await handle.truncate(0);
      await handle.sync();
    }
    await unlink(path);
    return true;
  } catch {
    return false; // the outcome says that the file is still there
  }
}
