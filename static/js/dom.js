// Small helpers that several behaviours share.

/** Elements matching `selector` in `root`, `root` itself included. */
export function all(root, selector) {
  const inside = [...root.querySelectorAll(selector)];
  return root.matches?.(selector) ? [root, ...inside] : inside;
}

/** Is the person typing, so that a single letter is text and not a command? */
export function isTyping(target) {
  return target.isContentEditable || Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea"));
}

/** Show one more toast, made from a `<template>` of the page so that its words are translated. */
export function toast(templateId) {
  const template = document.getElementById(templateId);
  const place = document.getElementById("toasts");
  if (template && place) {
    place.append(template.content.cloneNode(true));
  }
}
