"""Authors: every author has a note, and errors name the file."""

import pytest

from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.language_lines import load_language_lines
from grooming_risk.corpus.lines import read_lines
from grooming_risk.corpus.small_talk import read_small_talk
from grooming_risk.errors import DataError
from grooming_risk.text.language import language_codes


def test_authors_and_notes_match():
    talk = read_small_talk()
    writers = {row.author for rows in (read_lines(), talk.exchanges, talk.replies, talk.bare) for row in rows}
    writers.update(author for code in language_codes() for author in load_language_lines(code)["author"])

    assert writers == set(read_authors())


@pytest.mark.parametrize("content", ["[a]\n", "a = 1\n", "[a\n", None])
def test_an_invalid_table_of_authors_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "authors.toml").write_text(content)

    with pytest.raises(DataError, match=r"authors\.toml"):
        read_authors(tmp_path)
