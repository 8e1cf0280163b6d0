"""Bad lines go into a file of their own."""

from grooming_risk.batch.bad_lines import bad_lines, join_bad_lines


def test_bad_lines_of_an_earlier_run_go(tmp_path):
    for lines in ([b"a", b"b\n"], [b"c"], []):
        with bad_lines(tmp_path, "p") as bad:
            for line in lines:
                bad.write(line)
        assert bad.count == len(lines)
        join_bad_lines(tmp_path, ["p", "q"], tmp_path / "all")
        assert (tmp_path / "all").read_bytes() == b"".join(line.rstrip() + b"\n" for line in lines)
