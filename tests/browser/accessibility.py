"""What a page lacks for people who cannot see it well, enlarge it, or have no mouse."""

from importlib.resources import files

from playwright.sync_api import Page

# axe-core itself; the package around it (a development dependency) carries it unchanged.
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# `preload` would fetch every stylesheet a second time, and imported ones from wrong addresses.
# Long tables have many rows of one making.
_RUN = """axe.run({exclude: ["tbody tr:nth-child(n + 6)"]}, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
  preload: false,
})"""
_DESK, _NARROW, _ENLARGED = 1280, 320, 640  # the last: 1280 at 200 %
_HEIGHT = 900
# No hint that vanishes while one writes, nothing that cannot be pressed, and no state told by colour alone.
_NEVER = "main :is([placeholder], button[disabled], input[disabled], [style])"
_STATUS_WITHOUT = ".status:not(:has(svg)), .status:empty"
# Where the system forces its own colours, backgrounds vanish; what must be found has an edge then.
_EDGELESS = """() => [...document.querySelectorAll("main :is(.button, .choices--boxed .choice, .input, .card)")]
  .filter((e) => e.offsetParent && parseFloat(getComputedStyle(e).borderBottomWidth) === 0)
  .map((e) => e.outerHTML)"""
_FOCUSED = """() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {name: (e.labels?.[0] ?? e).textContent.trim(), field: e.name ?? "", seen: ring && inView};
}"""
_MOST_TABS = 150


def shortcomings(page: Page) -> list[str]:
    """Of an open page, on a desk's screen, in 320 px, enlarged to 200 %, and in forced colours."""
    page.evaluate(_AXE)
    found = [*_axe(page, _DESK), *_axe(page, _NARROW), *_too_wide(page, _NARROW), *_too_wide(page, _ENLARGED)]
    page.set_viewport_size({"width": _DESK, "height": _HEIGHT})
    for selector in (_NEVER, _STATUS_WITHOUT):
        found += [f"{selector}: {element}" for element in page.locator(selector).all_inner_texts()]
    found += _edgeless(page)
    return [f"{page.url}: {fault}" for fault in found]


def _axe(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    violations = page.evaluate(_RUN)["violations"]
    return [
        f"{width} px: {violation['impact']} {violation['id']}: {node['html']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _too_wide(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    found = page.evaluate("document.scrollingElement.scrollWidth")
    return [f"{found} px wide in a window of {width} px"] if found > width else []


def _edgeless(page: Page) -> list[str]:
    page.emulate_media(forced_colors="active")
    found = page.evaluate(_EDGELESS)
    page.emulate_media(forced_colors="none")
    return [f"no edge in forced colours: {element}" for element in found]


def tab_to(page: Page, *, name: str = "", field: str = "") -> None:
    """Press Tab until the control that is called so, or that belongs to the form field, has the focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["seen"], f"{page.url}: the focus on {focused} cannot be seen"
        if name in focused["name"] and field in focused["field"]:
            return
    raise AssertionError(f"{page.url}: {name or field} is out of reach")
