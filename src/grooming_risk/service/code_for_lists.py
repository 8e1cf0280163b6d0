"""Machine code for lists of messages: a service loads it beside its work once it is asked for enough of them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from grooming_risk.scoring.many import WORTH
from grooming_risk.scoring.result import Compiled
from grooming_risk.scoring.scorer import Scorer


class CodeForLists:
    """The machine code of a model, once it is there. Loading takes seconds and memory, so few messages need none.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> CodeForLists(load_model()).ready(3) is None
    True
    """

    def __init__(self, model: Scorer) -> None:
        self._model = model
        self._asked = 0
        self._loading: Future[Compiled | None] | None = None

    def ready(self, messages: int) -> Compiled | None:
        """Return the machine code for so many further messages, None while there is none: score them one by one."""
        if self._loading is None:
            self._asked += messages
            if self._asked < WORTH:
                return None
            loader = ThreadPoolExecutor(1, thread_name_prefix="machine-code")
            self._loading = loader.submit(self._load)
            loader.shutdown(wait=False)
        return self._loading.result() if self._loading.done() else None

    def _load(self) -> Compiled | None:
        compiled = self._model.compiled
        if compiled:
            compiled.block(["gg"])  # compiles what is not in the cache
        return compiled
