"""The HTTP service: `app` builds it, ``grooming-risk serve`` runs it. Needs the extra ``service``."""
