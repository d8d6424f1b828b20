-- So that no list goes through all reports: how many current reports a day and an outlet have.
CREATE TABLE tallies (
    kind    TEXT NOT NULL,              -- day (of publication) or outlet
    name    TEXT NOT NULL,
    reports INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT 'day', substr(published, 1, 10), count(*) FROM reports
    WHERE current = 1 AND published IS NOT NULL GROUP BY 2;
INSERT INTO tallies SELECT 'outlet', outlet, count(*) FROM reports
    WHERE current = 1 AND outlet IS NOT NULL GROUP BY 2;
CREATE TRIGGER tally_new AFTER INSERT ON reports WHEN new.current = 1 BEGIN
    INSERT INTO tallies SELECT 'day', substr(new.published, 1, 10), 1 WHERE new.published IS NOT NULL
        ON CONFLICT DO UPDATE SET reports = reports + 1;
    INSERT INTO tallies SELECT 'outlet', new.outlet, 1 WHERE new.outlet IS NOT NULL
        ON CONFLICT DO UPDATE SET reports = reports + 1;
END;
CREATE TRIGGER tally_old AFTER UPDATE OF current ON reports WHEN old.current = 1 AND new.current = 0 BEGIN
    UPDATE tallies SET reports = reports - 1 WHERE kind = 'day' AND name = substr(old.published, 1, 10);
    UPDATE tallies SET reports = reports - 1 WHERE kind = 'outlet' AND name = old.outlet;
END;

-- Which stories have changed since when: each change has the next number.
CREATE TABLE changed_stories (
    story  INTEGER PRIMARY KEY,
    serial INTEGER NOT NULL
) STRICT;
CREATE INDEX changed_stories_serial ON changed_stories (serial);
INSERT INTO given (what, greatest) VALUES ('change', 1), ('move', 1);
CREATE TRIGGER story_gains AFTER INSERT ON story_of BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'change';
    INSERT INTO changed_stories SELECT new.story, greatest FROM given WHERE what = 'change'
        ON CONFLICT DO UPDATE SET serial = excluded.serial;
END;
CREATE TRIGGER story_loses AFTER DELETE ON story_of BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'change';
    INSERT INTO changed_stories SELECT old.story, greatest FROM given WHERE what = 'change'
        ON CONFLICT DO UPDATE SET serial = excluded.serial;
END;
CREATE TRIGGER story_passes AFTER UPDATE OF story ON story_of WHEN old.story <> new.story BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'change';
    INSERT INTO changed_stories SELECT old.story, greatest FROM given WHERE what = 'change'
        ON CONFLICT DO UPDATE SET serial = excluded.serial;
    INSERT INTO changed_stories SELECT new.story, greatest FROM given WHERE what = 'change'
        ON CONFLICT DO UPDATE SET serial = excluded.serial;
END;
-- What judgements move is rare, and may move much.
CREATE TRIGGER report_moves AFTER INSERT ON moved_reports BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'move';
END;
CREATE TRIGGER report_returns AFTER DELETE ON moved_reports BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'move';
END;
CREATE TRIGGER story_moves AFTER INSERT ON moved_stories BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'move';
END;
CREATE TRIGGER story_returns AFTER DELETE ON moved_stories BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'move';
END;
CREATE TRIGGER story_goes_on AFTER UPDATE ON moved_stories BEGIN
    UPDATE given SET greatest = greatest + 1 WHERE what = 'move';
END;

-- Records worked out so far, to be used while what they were made from stands: they can always be made anew.
CREATE TABLE records (
    story   INTEGER PRIMARY KEY,
    program TEXT NOT NULL,              -- which rules made it
    state   BLOB NOT NULL,              -- the reports and judgements it was made from
    brief   BLOB NOT NULL,              -- what lists tell of it
    bytes   BLOB NOT NULL               -- the record, deflated
) STRICT;
-- What each report of a kept record adds to the profile of its outlet.
CREATE TABLE profiles (
    report  INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    bytes   BLOB NOT NULL
) STRICT;

-- As before; the reports that judgements move are few, and all others are not to be gone through for them.
DROP VIEW placed;
CREATE VIEW placed AS
SELECT story_of.report AS report,
       coalesce(joined.goes_to, parted.story, story_of.story) AS story
FROM story_of
LEFT JOIN (SELECT no, story FROM moved_reports CROSS JOIN reports USING (id) WHERE current = 1) AS parted
       ON parted.no = story_of.report
LEFT JOIN moved_stories AS joined ON joined.story = coalesce(parted.story, story_of.story);
