import { activateChecklist } from './checklist.js';
import { activateCodeTabs } from './code-tabs.js';
import { activateContents } from './contents.js';
import { activateCopyButtons } from './copy-buttons.js';
import { activateLanguageSwitch } from './language-switch.js';
import { activateMenu } from './menu.js';
import { activateSearch } from './search-dialog.js';
import { activateTheme } from './theme.js';
import { activateTryPanel } from './try/panel.js';

activateTheme();
activateMenu();
activateLanguageSwitch();
activateCodeTabs();
activateCopyButtons();
activateContents();
activateSearch();
activateTryPanel();
activateChecklist();
