"""Who wrote the lines: every author is noted, and the note is read with its place."""

import pytest

from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.lines import read_lines
from grooming_risk.corpus.small_talk import read_small_talk
from grooming_risk.errors import DataError


def test_every_author_is_noted_and_every_note_has_an_author():
    talk = read_small_talk()
    writers = {row.author for rows in (read_lines(), talk.exchanges, talk.replies, talk.bare) for row in rows}

    assert writers == set(read_authors())


@pytest.mark.parametrize("content", ["[a]\n", "a = 1\n", "[a\n", None])
def test_a_broken_table_of_authors_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "authors.toml").write_text(content)

    with pytest.raises(DataError, match=r"authors\.toml"):
        read_authors(tmp_path)
