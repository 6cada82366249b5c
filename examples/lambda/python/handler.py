"""Writes each record of a Kinesis batch into a table, with all that Plumbline measures by.

For an event source mapping with ReportBatchItemFailures and at the most 500 records a batch.
Needs google-cloud-bigquery, and the table in BQ_TABLE: project.dataset.table.
"""

import base64
import json
import os
from datetime import datetime, timezone


def handler(event, context):
    return handle(event, insert)


def handle(event, write):
    """write(rows, ids) returns the positions of the rows that were not written."""
    received = now()
    records = event.get("Records", [])
    rows = [row(record, received) for record in records]

    # The function's own work belongs here, between the two stamps.

    done = now()
    for columns in rows:
        columns["lambda_done"] = done
    # The event id (shard and sequence number) makes a record that is delivered again the same row to BigQuery.
    failed = write(rows, [record["eventID"] for record in records]) if rows else []
    # Lambda delivers again from the first record that failed.
    return {"batchItemFailures": [{"itemIdentifier": sequence_number(records[min(failed)])}] if failed else []}


def row(record, received):
    kinesis = record["kinesis"]
    columns = {
        "kinesis_sequence_number": sequence_number(record),
        "kinesis_arrival": timestamp(datetime.fromtimestamp(kinesis["approximateArrivalTimestamp"], timezone.utc)),
        "lambda_received": received,
    }
    try:
        body = json.loads(base64.b64decode(kinesis["data"]))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return columns  # Without its id, but found by its sequence number, and nothing waits behind it.
    load = body.get("load_test") or {}
    columns["run_id"] = load.get("test_run_id")
    columns["trace_id"] = body.get("traceId")
    columns["key"] = load.get("key")
    columns["digest"] = load.get("digest")
    columns["data"] = json.dumps(body["data"]) if "data" in body else None
    return columns


def sequence_number(record):
    return record["kinesis"]["sequenceNumber"]


def now():
    return timestamp(datetime.now(timezone.utc))


def timestamp(moment):
    return moment.isoformat(timespec="microseconds")


def insert(rows, ids):
    from google.cloud import bigquery

    errors = bigquery.Client().insert_rows_json(os.environ["BQ_TABLE"], rows, row_ids=ids, skip_invalid_rows=True)
    return [error["index"] for error in errors]
