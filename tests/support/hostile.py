"""Hostile text, and the elements of a page that it must not change."""

from html.parser import HTMLParser

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror='a' {{ 7 * 7 }} {% raw %} & \x00\x1b[31m\x7f\u202e\u2066\ud800 `\""
)


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, [name for name, _ in attrs]))
        self.words += [value for _, value in attrs if value]

    def handle_endtag(self, tag):
        self.elements.append(f"/{tag}")

    def handle_data(self, data):
        self.words.append(data)
