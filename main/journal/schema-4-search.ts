/** Step 4 of the journal: what a search needs, kept by triggers, so that whoever writes an operation need not know of it. */

/** The days of operations, in Jakarta: the clock may jump, so a day knows the least and the greatest number it holds. */
const DAYS = `
CREATE TABLE operation_days (
  day INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;
INSERT INTO operation_days (day, first_seq, last_seq)
  SELECT (created_at + 25200000) / 86400000 AS d, min(seq), max(seq) FROM operations GROUP BY d;
CREATE TRIGGER day_of_operation AFTER INSERT ON operations BEGIN
  INSERT INTO operation_days (day, first_seq, last_seq)
    VALUES ((new.created_at + 25200000) / 86400000, new.seq, new.seq)
    ON CONFLICT (day) DO UPDATE SET first_seq = min(first_seq, excluded.first_seq),
      last_seq = max(last_seq, excluded.last_seq);
END;
DROP INDEX operations_by_creation;
`;

const INDEXES = `
CREATE INDEX operations_in_state ON operations (state);
CREATE INDEX operations_of_kind ON operations (kind);
CREATE INDEX operations_by_typed_reference ON operations (reference COLLATE NOCASE);
CREATE INDEX qrs_by_cdm_reference ON operations (result ->> '$.cdmReferenceId') WHERE kind = 'generate' AND state = 'ok';
CREATE INDEX qrs_by_content ON operations (substr(result ->> '$.qrContent', -32)) WHERE kind = 'generate' AND state = 'ok';
`;

const IS_COURIER = `kind = 'generate' AND json_type(wish, '$.courierNo') = 'text'
  AND json_type(wish, '$.courierName') = 'text' AND json_type(wish, '$.courierMobile') = 'text'`;

/**
 * Each courier once, however many operations are his: a part of a name is looked for among some thousand couriers and
 * not among a million operations, and a new operation of a known courier costs one row. `last_seq` is at least the
 * number of his newest operation.
 */
const COURIERS = `
CREATE TABLE couriers (
  id INTEGER PRIMARY KEY,
  courier_no TEXT NOT NULL,
  name TEXT NOT NULL,
  mobile TEXT NOT NULL,
  last_seq INTEGER NOT NULL,
  UNIQUE (courier_no, name, mobile)
) STRICT;
CREATE TABLE courier_operations (
  courier INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (courier, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO couriers (courier_no, name, mobile, last_seq)
  SELECT wish ->> '$.courierNo' AS n, wish ->> '$.courierName' AS c, wish ->> '$.courierMobile' AS m, max(seq)
  FROM operations WHERE ${IS_COURIER} GROUP BY n, c, m;
INSERT INTO courier_operations (courier, seq)
  SELECT c.id, o.seq FROM operations o CROSS JOIN couriers c ON c.courier_no = o.wish ->> '$.courierNo'
    AND c.name = o.wish ->> '$.courierName' AND c.mobile = o.wish ->> '$.courierMobile'
  WHERE o.kind = 'generate' ORDER BY c.id, o.seq;
CREATE INDEX couriers_by_use ON couriers (last_seq);
CREATE VIRTUAL TABLE courier_search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);
INSERT INTO courier_search (rowid, text) SELECT id, courier_no || char(10) || name || char(10) || mobile FROM couriers;

CREATE TRIGGER courier_is_new AFTER INSERT ON couriers BEGIN
  INSERT INTO courier_search (rowid, text)
    VALUES (new.id, new.courier_no || char(10) || new.name || char(10) || new.mobile);
END;
CREATE TRIGGER courier_is_gone AFTER DELETE ON couriers BEGIN
  DELETE FROM courier_search WHERE rowid = old.id;
END;
CREATE TRIGGER courier_of_operation AFTER INSERT ON operations
  WHEN new.${IS_COURIER.replaceAll('(wish', '(new.wish')} BEGIN
  INSERT INTO couriers (courier_no, name, mobile, last_seq)
    VALUES (new.wish ->> '$.courierNo', new.wish ->> '$.courierName', new.wish ->> '$.courierMobile', new.seq)
    ON CONFLICT (courier_no, name, mobile) DO UPDATE SET last_seq = excluded.last_seq;
  INSERT INTO courier_operations (courier, seq)
    SELECT id, new.seq FROM couriers WHERE courier_no = new.wish ->> '$.courierNo'
      AND name = new.wish ->> '$.courierName' AND mobile = new.wish ->> '$.courierMobile';
END;
CREATE TRIGGER courier_of_operation_gone AFTER DELETE ON operations WHEN old.kind = 'generate' BEGIN
  DELETE FROM courier_operations WHERE seq = old.seq AND courier IN
    (SELECT id FROM couriers WHERE courier_no = old.wish ->> '$.courierNo'
      AND name = old.wish ->> '$.courierName' AND mobile = old.wish ->> '$.courierMobile');
  DELETE FROM couriers WHERE courier_no = old.wish ->> '$.courierNo'
    AND name = old.wish ->> '$.courierName' AND mobile = old.wish ->> '$.courierMobile'
    AND NOT EXISTS (SELECT 1 FROM courier_operations WHERE courier = couriers.id);
END;
`;

/** Fills itself from the operations that are there. */
export const STEP_4_SEARCH = `${DAYS}${INDEXES}${COURIERS}`;
