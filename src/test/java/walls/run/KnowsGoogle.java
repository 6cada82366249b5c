package walls.run;

import com.google.cloud.bigquery.BigQuery;

record KnowsGoogle(BigQuery client) {}
