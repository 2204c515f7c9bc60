// The one script of the site: htmx, and a behaviour for each module, set up for the page and for what htmx swaps in.
import htmx from "htmx.org";

import * as copy from "./copy.js";
import * as feedback from "./toasts.js";
import * as focus from "./focus.js";
import * as forms from "./forms.js";
import * as lists from "./lists.js";
import * as menus from "./menus.js";
import * as search from "./search.js";
import * as shell from "./shell.js";
import * as shortcuts from "./shortcuts.js";
import * as tags from "./tags.js";

// A behaviour has `start()`, called once, or `enhance(root)`, called for the document and every swapped-in part.
const BEHAVIOURS = [copy, feedback, focus, forms, lists, menus, search, shell, shortcuts, tags];

for (const behaviour of BEHAVIOURS) {
  behaviour.start?.();
}

htmx.onLoad((root) => {
  for (const behaviour of BEHAVIOURS) {
    behaviour.enhance?.(root);
  }
});
