"""The catalogue's tables, as numbered steps from an empty file to the present format.

A step that has been released is never changed; a new one is appended.
"""

from __future__ import annotations

#: Statements of each step; step n makes format version n.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # AUTOINCREMENT: an id is never used again, so that what an engine still holds of a
        # dropped version can never be taken for something new.
        """CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'ready', 'retired')),
            path TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            encoding TEXT NOT NULL,
            title TEXT,
            date TEXT,
            first_day INTEGER,
            last_day INTEGER,
            page_starts TEXT NOT NULL,
            zh_count INTEGER NOT NULL,
            en_count INTEGER NOT NULL,
            zh_length INTEGER NOT NULL,
            en_length INTEGER NOT NULL,
            added TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX documents_ready ON documents (name) WHERE state = 'ready'",
        "CREATE INDEX documents_unfinished ON documents (id) WHERE state != 'ready'",
        # Apart from the rest, so that listing documents does not read their texts.
        """CREATE TABLE texts (
            document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
            text TEXT NOT NULL
        )""",
        """CREATE TABLE paragraphs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
            kind TEXT NOT NULL,
            speaker TEXT,
            page INTEGER,
            spans TEXT NOT NULL,
            context TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (document_id, number)
        )""",
        "CREATE INDEX paragraphs_selected ON paragraphs (document_id, language, speaker)",
        """CREATE INDEX paragraphs_speaker ON paragraphs (speaker, language, document_id)
            WHERE speaker IS NOT NULL""",
        # Little-endian float32; kept here too so that the vector index can be made again without
        # the model, and small selections can be searched exactly.
        """CREATE TABLE vectors (
            paragraph_id INTEGER PRIMARY KEY REFERENCES paragraphs (id) ON DELETE CASCADE,
            vector BLOB NOT NULL
        )""",
        # Rows of vectorstore.terms.TERM_ROW: what keyword search scores with and is built from.
        """CREATE TABLE terms (
            paragraph_id INTEGER PRIMARY KEY REFERENCES paragraphs (id) ON DELETE CASCADE,
            counts BLOB NOT NULL
        )""",
        "CREATE TABLE pairs (id INTEGER PRIMARY KEY, score REAL NOT NULL)",
        """CREATE TABLE pair_members (
            pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
            paragraph_id INTEGER NOT NULL REFERENCES paragraphs (id) ON DELETE CASCADE,
            PRIMARY KEY (pair_id, paragraph_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX pair_members_paragraph ON pair_members (paragraph_id)",
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # What the store itself keeps, apart from its callers' named values.
        """CREATE TABLE library (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            embedder TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            turn INTEGER NOT NULL
        )""",
    ),
    (
        "ALTER TABLE documents ADD COLUMN source TEXT",
        "ALTER TABLE documents ADD COLUMN event TEXT",
        "ALTER TABLE documents ADD COLUMN interviewer TEXT",
        "ALTER TABLE documents ADD COLUMN interviewee TEXT",
        # Where title, date and these come from, as JSON; empty for what format 1 kept.
        "ALTER TABLE documents ADD COLUMN layers TEXT NOT NULL DEFAULT '{}'",
    ),
    (
        # Checksums of what is kept; filled in once all steps are done (``Database.migrate``).
        "ALTER TABLE documents ADD COLUMN seal TEXT",
        "ALTER TABLE pairs ADD COLUMN seal INTEGER",
        "ALTER TABLE meta ADD COLUMN seal INTEGER",
    ),
    (
        # What searches compare of a passage, as ``rag`` makes it of the text. Apart from the
        # paragraphs, whose texts lie between; those that earlier versions stored have none.
        """CREATE TABLE readings (
            paragraph_id INTEGER PRIMARY KEY REFERENCES paragraphs (id) ON DELETE CASCADE,
            letters BLOB NOT NULL,
            pieces BLOB NOT NULL
        )""",
    ),
)
FORMAT_VERSION = len(MIGRATIONS)
