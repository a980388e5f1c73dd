"""Keeping a library: documents, passages, vectors, terms and pairs in one folder.

The catalogue is the truth; the indexes of vectors and terms are derived from it.
"""

from vectorstore.errors import (
    NotAStoreError,
    StoreDamagedError,
    StoreEngineError,
    StoreLockedError,
    StoreMismatchError,
    StoreNotFoundError,
    StoreReadOnlyError,
    StoreWriteError,
    VectorStoreError,
)
from vectorstore.folder import CATALOGUE, KEYWORDS, VECTORS, prepare_folder
from vectorstore.index_inspection import inspect_keywords, inspect_vectors
from vectorstore.inspection import Finding, Part, inspect_catalogue, reading_uri
from vectorstore.lock import WriterLock, describe_holder
from vectorstore.mending import forget_damaged, forget_hashes
from vectorstore.migrations import FORMAT_VERSION
from vectorstore.moving import Moved, describe_engine, move_library
from vectorstore.opening import read_info
from vectorstore.salvage import Salvaged, salvage_documents
from vectorstore.servers.address import EngineAddress, parse_address
from vectorstore.servers.record import EngineAccess
from vectorstore.store import Store
from vectorstore.values import (
    Entry,
    Outline,
    PairRow,
    Redescription,
    Rename,
    StoreInfo,
    TermGroup,
)

__all__ = [  # noqa: RUF022 - in the order of the data's flow
    "Store",
    "EngineAccess",
    "EngineAddress",
    "parse_address",
    "describe_engine",
    "move_library",
    "Moved",
    "StoreInfo",
    "Entry",
    "Outline",
    "PairRow",
    "Rename",
    "Redescription",
    "TermGroup",
    "CATALOGUE",
    "VECTORS",
    "KEYWORDS",
    "FORMAT_VERSION",
    "prepare_folder",
    "read_info",
    "WriterLock",
    "describe_holder",
    "Part",
    "Finding",
    "inspect_catalogue",
    "reading_uri",
    "inspect_vectors",
    "inspect_keywords",
    "forget_damaged",
    "forget_hashes",
    "Salvaged",
    "salvage_documents",
    "VectorStoreError",
    "StoreNotFoundError",
    "NotAStoreError",
    "StoreReadOnlyError",
    "StoreLockedError",
    "StoreMismatchError",
    "StoreDamagedError",
    "StoreEngineError",
    "StoreWriteError",
]
