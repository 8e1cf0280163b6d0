"""Runs the notebooks and writes them with their outputs, without a trace of the machine or of the time.

``run.py FOLDER NOTEBOOK...``, run by ``make notebook-outputs``; tests run it into a folder of their own and compare.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

SECONDS_FOR_A_CELL = 300


def executed(path: Path) -> Any:
    """Return a notebook with the outputs of a run in an empty folder."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    kept = dict(notebook.metadata)  # a run adds the version of Python
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(
            notebook,
            timeout=SECONDS_FOR_A_CELL,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        ).execute()
    notebook.metadata.clear()
    notebook.metadata.update(kept)
    for cell in notebook.cells:
        cell.metadata.clear()
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = smaller(output.data["image/png"])
    return notebook


def smaller(picture: str) -> str:
    """Return a PNG in base64 with few colours, and without the names of the programs that drew it."""
    from PIL import Image

    small = BytesIO()
    with Image.open(BytesIO(base64.b64decode(picture))) as drawn:
        flat = Image.new("RGB", drawn.size, "white")
        flat.paste(drawn, mask=drawn.convert("RGBA").getchannel("A"))
        flat.quantize(256).save(small, "PNG", optimize=True)
    return base64.b64encode(small.getvalue()).decode()


def main(target: Path, *paths: Path) -> None:
    """Write the outputs of notebooks into a folder, under the same names."""
    import nbformat

    for path in paths:
        nbformat.write(executed(path), target / path.name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
