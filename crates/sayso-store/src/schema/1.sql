-- Reports in order of arrival. A changed text under the same address is a further row with the next revision;
-- only the latest is current.
CREATE TABLE reports (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    address     TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    current     INTEGER NOT NULL,
    digest      BLOB NOT NULL,          -- SHA-256 of the text as received and what came with it
    analysis    TEXT NOT NULL,          -- which analysis made the annotations
    path        TEXT NOT NULL,
    outlet      TEXT,
    title       TEXT,
    url         TEXT,
    byline      TEXT,
    language    TEXT,
    published   TEXT,
    basis       TEXT NOT NULL,
    evidence    TEXT,
    text        TEXT NOT NULL,
    frame       TEXT NOT NULL,          -- JSON: alignment, repairs, segments, problems
    annotations TEXT NOT NULL,          -- JSON, spans in bytes
    UNIQUE (address, revision)
) STRICT;
CREATE UNIQUE INDEX reports_id ON reports (id) WHERE current = 1;

CREATE VIRTUAL TABLE search USING fts5 (title, text, content = 'reports', content_rowid = 'no',
                                        tokenize = 'unicode61 remove_diacritics 2');

-- What collation remembers between reports (the shelf).
CREATE TABLE postings (
    key     INTEGER PRIMARY KEY,
    reports BLOB NOT NULL               -- ascending numbers, four bytes each, little-endian
) STRICT;
CREATE TABLE counts (
    key   INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;
CREATE TABLE sketches (
    report INTEGER PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;
CREATE TABLE story_of (
    report INTEGER PRIMARY KEY,
    story  INTEGER NOT NULL
) STRICT;
CREATE INDEX story_of_story ON story_of (story, report);
CREATE TABLE stories (
    story INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE given (
    what     TEXT PRIMARY KEY,
    greatest INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
