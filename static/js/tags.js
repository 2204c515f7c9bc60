// Tags: the plain list becomes a search box with coloured chips.
import TomSelect from "tom-select/base";
import removeButton from "tom-select/dist/esm/plugins/remove_button/plugin.js";

import { all } from "./dom.js";

TomSelect.define("remove_button", removeButton);

function chip(data, escape) {
  return `<div><span class="tag tag-${escape(data.colour ?? "grey")}">${escape(data.text)}</span></div>`;
}

export function enhance(root) {
  for (const select of all(root, "select[data-tags]:not(.tomselected)")) {
    select.setAttribute("aria-hidden", "true"); // its label moves to the box that takes its place
    new TomSelect(select, {
      plugins: { remove_button: { title: select.dataset.remove } },
      render: { item: chip, option: chip, no_results: null },
      hideSelected: true,
      closeAfterSelect: false,
      maxOptions: 100,
    });
    // Its label now names the search box; the list itself is only what the form sends.
    select.ariaHidden = "true";
  }
}
