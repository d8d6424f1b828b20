-- What people have decided. Nothing of a report is changed by it: it is laid over what the program finds.
CREATE TABLE judgements (
    no     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT NOT NULL,
    a      TEXT NOT NULL,
    b      TEXT NOT NULL,
    reason TEXT,
    made   TEXT NOT NULL,               -- RFC 3339
    undone TEXT                         -- RFC 3339
) STRICT;

-- What standing judgements do to stories: a report (by id, over all its revisions) is taken out into a story of its
-- own, and a story goes into another.
CREATE TABLE moved_reports (
    id        TEXT PRIMARY KEY,
    story     INTEGER NOT NULL,
    judgement INTEGER NOT NULL
) STRICT;
CREATE TABLE moved_stories (
    story     INTEGER PRIMARY KEY,
    goes_to   INTEGER NOT NULL,
    judgement INTEGER NOT NULL
) STRICT;

-- Where every report stands when judgements are heeded; `story_of` is where collation put it. For going through
-- all: for one story ask both tables, which have indexes.
CREATE VIEW placed AS
SELECT story_of.report AS report,
       coalesce(joined.goes_to, parted.story, story_of.story) AS story
FROM story_of
LEFT JOIN (SELECT no, story FROM moved_reports JOIN reports USING (id) WHERE current = 1) AS parted
       ON parted.no = story_of.report
LEFT JOIN moved_stories AS joined ON joined.story = coalesce(parted.story, story_of.story);
