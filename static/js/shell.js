// Folding the navigation away, remembered in a cookie so that the server draws the next page folded.
const YEAR = 365 * 24 * 60 * 60;

export function start() {
  const button = document.getElementById("fold-navigation");
  button?.addEventListener("click", () => {
    const folded = document.documentElement.classList.toggle("nav-folded");
    button.setAttribute("aria-expanded", String(!folded));
    document.cookie = `navigation=${folded ? "folded" : "open"}; path=/; max-age=${YEAR}; samesite=lax`;
  });
}
