"""Links between pages, relative to the one that is being drawn."""

from __future__ import annotations

from collections.abc import Callable

from generator.addresses import ROOT_LANGUAGE, edition, quoted


class Links:
    """Links from the page that is being drawn to any other, relative, so that the site also works from a folder.

    A page served at an address nobody knows beforehand (404) is `rooted`: its links begin at the root.
    """

    def __init__(self) -> None:
        self._folders: list[str] | None = None
        self._top = self._here = self._up = ""
        self._rooted = False
        self._kind = 0
        self._kept: dict[tuple[int, str], dict[str, str]] = {}
        self.kept = self._nowhere = dict[str, str]()
        """Parts of pages that say the same on all of this one's kind: below the same folder and as deep."""
        self.inward = 0
        """How many links were taken that lead deeper into that folder: pages beside this one have others."""

    def seen_from(self, page: str, *, rooted: bool = False, language: str = ROOT_LANGUAGE) -> Links:
        """Take all links from this page, for as long as it is being drawn."""
        folders = page.split("/")[:-1]
        self._kind = 1 if language == ROOT_LANGUAGE else 2
        self._folders, self._rooted = folders, rooted
        self._top, self._here = "/".join([*folders[:1], ""]), "/".join([*folders, ""])
        self._up = "../" * len(folders)
        self.kept = self._kept.setdefault((-1, "") if rooted else (len(folders), "/".join(folders[: self._kind])), {})
        return self

    def __enter__(self) -> None:
        """Begin to draw the page."""

    def __exit__(self, *_: object) -> None:
        """End it: now there is no page to link from."""
        self._folders, self.kept = None, self._nowhere

    def keep(self, key: str, text: str, inward: int) -> str:
        """Return a part of a page, kept unless it has links that not all pages of this kind have."""
        if inward == self.inward:
            self.kept[key] = text
        return text

    def within(self, language: str) -> Callable[[str], str]:
        """Return the links of an edition: to its own pages, and to all that the editions share."""
        return self.to if language == ROOT_LANGUAGE else lambda path: self.to(edition(path, language))

    def to(self, path: str) -> str:
        """Return the link to a path of the site; LookupError where no page is being drawn."""
        if self._folders is None:
            raise LookupError(path)
        if self._rooted:
            return "/" + quoted(path.removesuffix("index.html"))
        if not path.startswith(self._top):
            return self._up + quoted(path)
        if path.startswith(self._here):
            self.inward += 1
            return quoted(path[len(self._here) :])
        steps = path.split("/")
        self.inward += len(steps) - 1 > self._kind
        shared = 0
        for ours, theirs in zip(self._folders, steps[:-1], strict=False):
            if ours != theirs:
                break
            shared += 1
        return "../" * (len(self._folders) - shared) + quoted("/".join(steps[shared:]))
