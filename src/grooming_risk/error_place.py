"""Where an error arose, for logs that must not quote a message."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """Return the type of an error and its place in the code, without its message, which could quote the request.

    Examples
    --------
    >>> try:
    ...     int("private")
    ... except ValueError as error:
    ...     place_of(error).partition(" ")[0]
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {' > '.join(places)}"
