-- For listing without touching the texts: stories by day, an outlet's reports.
CREATE INDEX reports_day ON reports (published, outlet) WHERE current = 1;
CREATE INDEX reports_outlet ON reports (outlet, published) WHERE current = 1;
