// Writes each record of a Kinesis batch into a table, with all that Plumbline measures by.
//
// For an event source mapping with ReportBatchItemFailures and at the most 500 records a batch.
// Needs @google-cloud/bigquery, and the table in BQ_DATASET and BQ_TABLE.

export const handler = event => handle(event, insert);

/** write(rows, ids) returns the positions of the rows that were not written. */
export async function handle(event, write) {
  const received = now();
  const records = event.Records ?? [];
  const rows = records.map(record => row(record, received));

  // The function's own work belongs here, between the two stamps.

  const done = now();
  rows.forEach(columns => { columns.lambda_done = done; });
  // The event id (shard and sequence number) makes a record that is delivered again the same row to BigQuery.
  const failed = rows.length ? await write(rows, records.map(record => record.eventID)) : [];
  // Lambda delivers again from the first record that failed.
  return {
    batchItemFailures: failed.length
      ? [{ itemIdentifier: records[Math.min(...failed)].kinesis.sequenceNumber }]
      : [],
  };
}

function row({ kinesis }, received) {
  const columns = {
    kinesis_sequence_number: kinesis.sequenceNumber,
    kinesis_arrival: timestamp(Math.round(kinesis.approximateArrivalTimestamp * 1000)),
    lambda_received: received,
  };
  const body = parsed(Buffer.from(kinesis.data, 'base64').toString());
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    return columns; // Without its id, but found by its sequence number, and nothing waits behind it.
  }
  return {
    ...columns,
    run_id: body.load_test?.test_run_id,
    trace_id: body.traceId,
    key: body.load_test?.key,
    digest: body.load_test?.digest,
    data: JSON.stringify(body.data),
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Finer than Date, which has milliseconds only. */
function now() {
  return timestamp(performance.timeOrigin + performance.now());
}

/** Of epoch milliseconds with decimals, to the microsecond. */
function timestamp(millis) {
  const micros = Math.round(millis * 1000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().replace('.000Z', `.${fraction}Z`);
}

async function insert(rows, ids) {
  const { BigQuery } = await import('@google-cloud/bigquery');
  const table = new BigQuery().dataset(process.env.BQ_DATASET).table(process.env.BQ_TABLE);
  const raw = rows.map((json, i) => ({ insertId: ids[i], json }));
  try {
    await table.insert(raw, { raw: true, skipInvalidRows: true, partialRetries: 0 });
    return [];
  } catch (error) {
    if (error.name !== 'PartialFailureError') {
      throw error;
    }
    return error.errors.map(({ row }) => raw.indexOf(row));
  }
}
