"""What hands do on a keyboard."""

from playwright.sync_api import Locator, Page, expect

FURTHEST = 80  # presses of Tab before somebody would give up


def type_into(page: Page, label: str, text: str) -> None:
    """Type a text into a field that is empty."""
    field = page.get_by_label(label, exact=True)
    field.focus()
    page.keyboard.insert_text(text)
    expect(field).to_have_value(text)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    handle = target.element_handle()
    for _press in range(FURTHEST):
        page.keyboard.press("Tab")
        if handle.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached by Tab.")


def choose_by_keys(page: Page, words: str) -> None:
    """Choose in the list that has the focus by typing how the choice begins."""
    page.keyboard.type(words)
    expect(page.locator("select:focus option:checked")).to_have_text(words)
