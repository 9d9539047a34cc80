/** The menu: what a platform cannot do without, and nothing that reloads or inspects a till. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

const EDIT: MenuItemConstructorOptions = { role: 'editMenu' };
const DEVELOP: MenuItemConstructorOptions = {
  label: 'Develop',
  submenu: [{ role: 'toggleDevTools' }, { role: 'forceReload' }],
};

/**
 * macOS needs a menu for copy, paste and quit; elsewhere those keys work without one.
 * @returns null for no menu at all
 */
export function applicationMenu(platform: NodeJS.Platform, packaged: boolean): Menu | null {
  const forPlatform: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }, EDIT] : [];
  const items = packaged ? forPlatform : [...forPlatform, DEVELOP];
  return items.length === 0 ? null : Menu.buildFromTemplate(items);
}
